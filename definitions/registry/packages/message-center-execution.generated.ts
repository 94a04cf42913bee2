// Written by `npm run registry` from the folders beside it; not edited by hand.

import manifest from '../../packages/message-center-execution/manifest.json' with { type: 'json' };

/** The package message-center-execution as it is installed. */
export const messageCenterExecutionPackage = {
  name: 'message-center-execution',
  manifest,
  tables: [],
  workflows: [],
  cubes: [],
  demo: undefined,
} as const;

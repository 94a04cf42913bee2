// Written by `npm run registry` from the folders beside it; not edited by hand.

import manifest from '../../packages/mid-sourcing-platform/manifest.json' with { type: 'json' };

/** The package mid-sourcing-platform as it is installed. */
export const midSourcingPlatformPackage = {
  name: 'mid-sourcing-platform',
  manifest,
  tables: [],
  workflows: [],
  cubes: [],
  demo: undefined,
} as const;

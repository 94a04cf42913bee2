// Written by `npm run registry` from the folders beside it; not edited by hand.

import manifest from '../../packages/distributed-marketing/manifest.json' with { type: 'json' };

/** The package distributed-marketing as it is installed. */
export const distributedMarketingPackage = {
  name: 'distributed-marketing',
  manifest,
  tables: [],
  workflows: [],
  cubes: [],
  demo: undefined,
} as const;

// Written by `npm run registry` from the folders beside it; not edited by hand.

import manifest from '../../packages/marketing-resources/manifest.json' with { type: 'json' };

/** The package marketing-resources as it is installed. */
export const marketingResourcesPackage = {
  name: 'marketing-resources',
  manifest,
  tables: [],
  workflows: [],
  cubes: [],
  demo: undefined,
} as const;

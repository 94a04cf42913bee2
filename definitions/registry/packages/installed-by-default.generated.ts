// Written by `npm run registry` from the folders beside it; not edited by hand.

import manifest from '../../packages/installed-by-default/manifest.json' with { type: 'json' };

/** The package installed-by-default as it is installed. */
export const installedByDefaultPackage = {
  name: 'installed-by-default',
  manifest,
  tables: [],
  workflows: [],
  cubes: [],
  demo: undefined,
} as const;

// Written by `npm run registry` from the folders beside it; not edited by hand.

import manifest from '../../packages/installed-by-default/manifest.json' with { type: 'json' };
import * as table0001 from '../../packages/installed-by-default/tables/0001_heatMap.ts';

/** The package installed-by-default as it is installed. */
export const installedByDefaultPackage = {
  name: 'installed-by-default',
  manifest,
  tables: [{ name: '0001_heatMap', migration: table0001 }],
  workflows: [],
  cubes: [],
  reports: [],
  demo: undefined,
} as const;

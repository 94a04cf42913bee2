// Written by `npm run registry` from the folders beside it; not edited by hand.

import manifest from '../../packages/installed-by-default/manifest.json' with { type: 'json' };
import * as table0001 from '../../packages/installed-by-default/tables/0001_heatMap.ts';
import * as table0002 from '../../packages/installed-by-default/tables/0002_heatMapSpans.ts';
import collectDataHeatMapService from '../../packages/installed-by-default/workflows/collectDataHeatMapService.json' with { type: 'json' };

/** The package installed-by-default as it is installed. */
export const installedByDefaultPackage = {
  name: 'installed-by-default',
  manifest,
  tables: [
    { name: '0001_heatMap', migration: table0001 },
    { name: '0002_heatMapSpans', migration: table0002 },
  ],
  workflows: [{ name: 'collectDataHeatMapService', definition: collectDataHeatMapService }],
  cubes: [],
  reports: [],
  demo: undefined,
} as const;

// Written by `npm run registry` from the folders beside it; not edited by hand.

import manifest from '../../packages/distributed-marketing/manifest.json' with { type: 'json' };
import * as table0001 from '../../packages/distributed-marketing/tables/0001_campaignPackages.ts';
import centralLocalMgt from '../../packages/distributed-marketing/workflows/centralLocalMgt.json' with { type: 'json' };
import * as demo from '../../packages/distributed-marketing/demo/generate.ts';

/** The package distributed-marketing as it is installed. */
export const distributedMarketingPackage = {
  name: 'distributed-marketing',
  manifest,
  tables: [{ name: '0001_campaignPackages', migration: table0001 }],
  workflows: [{ name: 'centralLocalMgt', definition: centralLocalMgt }],
  cubes: [],
  reports: [],
  demo,
} as const;

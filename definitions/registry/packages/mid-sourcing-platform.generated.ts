// Written by `npm run registry` from the folders beside it; not edited by hand.

import manifest from '../../packages/mid-sourcing-platform/manifest.json' with { type: 'json' };
import * as table0001 from '../../packages/mid-sourcing-platform/tables/0001_midTracking.ts';
import * as table0002 from '../../packages/mid-sourcing-platform/tables/0002_trackingByTime.ts';
import * as table0009 from '../../packages/mid-sourcing-platform/tables/0009_trackingQueue.ts';
import deliveryIndicators from '../../packages/mid-sourcing-platform/workflows/deliveryIndicators.json' with { type: 'json' };
import * as demo from '../../packages/mid-sourcing-platform/demo/generate.ts';

/** The package mid-sourcing-platform as it is installed. */
export const midSourcingPlatformPackage = {
  name: 'mid-sourcing-platform',
  manifest,
  tables: [
    { name: '0001_midTracking', migration: table0001 },
    { name: '0002_trackingByTime', migration: table0002 },
    { name: '0009_trackingQueue', migration: table0009 },
  ],
  workflows: [{ name: 'deliveryIndicators', definition: deliveryIndicators }],
  cubes: [],
  reports: [],
  demo,
} as const;

// Written by `npm run registry` from the folders beside it; not edited by hand.

import manifest from '../../packages/mid-sourcing-platform/manifest.json' with { type: 'json' };
import * as table0001 from '../../packages/mid-sourcing-platform/tables/0001_midTracking.ts';
import * as demo from '../../packages/mid-sourcing-platform/demo/generate.ts';

/** The package mid-sourcing-platform as it is installed. */
export const midSourcingPlatformPackage = {
  name: 'mid-sourcing-platform',
  manifest,
  tables: [{ name: '0001_midTracking', migration: table0001 }],
  workflows: [],
  cubes: [],
  demo,
} as const;

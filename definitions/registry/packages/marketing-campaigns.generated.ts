// Written by `npm run registry` from the folders beside it; not edited by hand.

import manifest from '../../packages/marketing-campaigns/manifest.json' with { type: 'json' };

/** The package marketing-campaigns as it is installed. */
export const marketingCampaignsPackage = {
  name: 'marketing-campaigns',
  manifest,
  tables: [],
  workflows: [],
  cubes: [],
  demo: undefined,
} as const;

// Written by `npm run registry` from the folders beside it; not edited by hand.

import manifest from '../../packages/offer-engine/manifest.json' with { type: 'json' };
import agg_nmspropositionrcp_full from '../../packages/offer-engine/workflows/agg_nmspropositionrcp_full.json' with { type: 'json' };
import propositionRcpCube from '../../packages/offer-engine/cubes/propositionRcp.json' with { type: 'json' };
import propositionsReport from '../../packages/offer-engine/reports/propositions.json' with { type: 'json' };

/** The package offer-engine as it is installed. */
export const offerEnginePackage = {
  name: 'offer-engine',
  manifest,
  tables: [],
  workflows: [{ name: 'agg_nmspropositionrcp_full', definition: agg_nmspropositionrcp_full }],
  cubes: [{ name: 'propositionRcp', declaration: propositionRcpCube }],
  reports: [{ name: 'propositions', declaration: propositionsReport }],
  demo: undefined,
} as const;

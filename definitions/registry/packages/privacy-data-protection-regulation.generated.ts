// Written by `npm run registry` from the folders beside it; not edited by hand.

import manifest from '../../packages/privacy-data-protection-regulation/manifest.json' with { type: 'json' };

/** The package privacy-data-protection-regulation as it is installed. */
export const privacyDataProtectionRegulationPackage = {
  name: 'privacy-data-protection-regulation',
  manifest,
  tables: [],
  workflows: [],
  cubes: [],
  demo: undefined,
} as const;

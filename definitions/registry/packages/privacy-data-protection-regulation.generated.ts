// Written by `npm run registry` from the folders beside it; not edited by hand.

import manifest from '../../packages/privacy-data-protection-regulation/manifest.json' with { type: 'json' };
import * as table0001 from '../../packages/privacy-data-protection-regulation/tables/0001_requests.ts';
import * as table0002 from '../../packages/privacy-data-protection-regulation/tables/0002_linkedTables.ts';
import * as table0003 from '../../packages/privacy-data-protection-regulation/tables/0003_mirrorPages.ts';
import * as table0010 from '../../packages/privacy-data-protection-regulation/tables/0010_leftPages.ts';
import * as table0011 from '../../packages/privacy-data-protection-regulation/tables/0011_pages.ts';
import cleanupPrivacyRequests from '../../packages/privacy-data-protection-regulation/workflows/cleanupPrivacyRequests.json' with { type: 'json' };
import collectPrivacyRequests from '../../packages/privacy-data-protection-regulation/workflows/collectPrivacyRequests.json' with { type: 'json' };
import deletePrivacyRequestsData from '../../packages/privacy-data-protection-regulation/workflows/deletePrivacyRequestsData.json' with { type: 'json' };
import * as demo from '../../packages/privacy-data-protection-regulation/demo/generate.ts';

/** The package privacy-data-protection-regulation as it is installed. */
export const privacyDataProtectionRegulationPackage = {
  name: 'privacy-data-protection-regulation',
  manifest,
  tables: [
    { name: '0001_requests', migration: table0001 },
    { name: '0002_linkedTables', migration: table0002 },
    { name: '0003_mirrorPages', migration: table0003 },
    { name: '0010_leftPages', migration: table0010 },
    { name: '0011_pages', migration: table0011 },
  ],
  workflows: [
    { name: 'cleanupPrivacyRequests', definition: cleanupPrivacyRequests },
    { name: 'collectPrivacyRequests', definition: collectPrivacyRequests },
    { name: 'deletePrivacyRequestsData', definition: deletePrivacyRequestsData },
  ],
  cubes: [],
  reports: [],
  demo,
} as const;

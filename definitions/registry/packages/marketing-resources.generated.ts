// Written by `npm run registry` from the folders beside it; not edited by hand.

import manifest from '../../packages/marketing-resources/manifest.json' with { type: 'json' };
import * as table0001 from '../../packages/marketing-resources/tables/0001_resources.ts';
import * as table0002 from '../../packages/marketing-resources/tables/0002_forums.ts';
import * as table0003 from '../../packages/marketing-resources/tables/0003_forumNotices.ts';
import * as table0004 from '../../packages/marketing-resources/tables/0004_taskNotices.ts';
import * as table0005 from '../../packages/marketing-resources/tables/0005_assetNotices.ts';
import * as table0006 from '../../packages/marketing-resources/tables/0006_assetMails.ts';
import assetMgt from '../../packages/marketing-resources/workflows/assetMgt.json' with { type: 'json' };
import newsgroupMgt from '../../packages/marketing-resources/workflows/newsgroupMgt.json' with { type: 'json' };
import taskMgt from '../../packages/marketing-resources/workflows/taskMgt.json' with { type: 'json' };
import * as demo from '../../packages/marketing-resources/demo/generate.ts';

/** The package marketing-resources as it is installed. */
export const marketingResourcesPackage = {
  name: 'marketing-resources',
  manifest,
  tables: [
    { name: '0001_resources', migration: table0001 },
    { name: '0002_forums', migration: table0002 },
    { name: '0003_forumNotices', migration: table0003 },
    { name: '0004_taskNotices', migration: table0004 },
    { name: '0005_assetNotices', migration: table0005 },
    { name: '0006_assetMails', migration: table0006 },
  ],
  workflows: [
    { name: 'assetMgt', definition: assetMgt },
    { name: 'newsgroupMgt', definition: newsgroupMgt },
    { name: 'taskMgt', definition: taskMgt },
  ],
  cubes: [],
  reports: [],
  demo,
} as const;

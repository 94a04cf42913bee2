// Written by `npm run registry` from the folders beside it; not edited by hand.

import deliveryManifest from '../packages/delivery/manifest.json' with { type: 'json' };
import * as deliveryTable0 from '../packages/delivery/tables/0001_recipients.ts';
import * as deliveryTable1 from '../packages/delivery/tables/0002_deliveries.ts';
import * as deliveryTable2 from '../packages/delivery/tables/0003_logs.ts';
import * as deliveryTable3 from '../packages/delivery/tables/0004_addresses.ts';
import * as deliveryTable4 from '../packages/delivery/tables/0005_events.ts';
import deliveryWorkflow0 from '../packages/delivery/workflows/cleanup.json' with { type: 'json' };
import deliveryWorkflow1 from '../packages/delivery/workflows/cleanupPausedWorkflows.json' with { type: 'json' };
import deliveryCube0 from '../packages/delivery/cubes/deliveryLogs.json' with { type: 'json' };
import * as deliveryDemo from '../packages/delivery/demo/generate.ts';

/** What is installed of each package; manifests and definitions are parsed by whoever installs them. */
export const packages = [
  {
    name: 'delivery',
    manifest: deliveryManifest,
    tables: [
      { name: '0001_recipients', migration: deliveryTable0 },
      { name: '0002_deliveries', migration: deliveryTable1 },
      { name: '0003_logs', migration: deliveryTable2 },
      { name: '0004_addresses', migration: deliveryTable3 },
      { name: '0005_events', migration: deliveryTable4 },
    ],
    workflows: [
      { name: 'cleanup', definition: deliveryWorkflow0 },
      { name: 'cleanupPausedWorkflows', definition: deliveryWorkflow1 },
    ],
    cubes: [{ name: 'deliveryLogs', declaration: deliveryCube0 }],
    demo: deliveryDemo,
  },
] as const;

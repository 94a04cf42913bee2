// Written by `npm run registry` from the folders beside it; not edited by hand.

import manifest from '../../packages/message-center-execution/manifest.json' with { type: 'json' };
import * as table0001 from '../../packages/message-center-execution/tables/0001_eventLogs.ts';
import * as table0009 from '../../packages/message-center-execution/tables/0009_trackingQueue.ts';
import * as table0010 from '../../packages/message-center-execution/tables/0010_sending.ts';
import * as table0011 from '../../packages/message-center-execution/tables/0011_privacy.ts';
import batchEventsProcessing from '../../packages/message-center-execution/workflows/batchEventsProcessing.json' with { type: 'json' };
import rtEventsProcessing from '../../packages/message-center-execution/workflows/rtEventsProcessing.json' with { type: 'json' };
import updateEventsStatus from '../../packages/message-center-execution/workflows/updateEventsStatus.json' with { type: 'json' };
import eventsReport from '../../packages/message-center-execution/reports/events.json' with { type: 'json' };
import * as demo from '../../packages/message-center-execution/demo/generate.ts';

/** The package message-center-execution as it is installed. */
export const messageCenterExecutionPackage = {
  name: 'message-center-execution',
  manifest,
  tables: [
    { name: '0001_eventLogs', migration: table0001 },
    { name: '0009_trackingQueue', migration: table0009 },
    { name: '0010_sending', migration: table0010 },
    { name: '0011_privacy', migration: table0011 },
  ],
  workflows: [
    { name: 'batchEventsProcessing', definition: batchEventsProcessing },
    { name: 'rtEventsProcessing', definition: rtEventsProcessing },
    { name: 'updateEventsStatus', definition: updateEventsStatus },
  ],
  cubes: [],
  reports: [{ name: 'events', declaration: eventsReport }],
  demo,
} as const;

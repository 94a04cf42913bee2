// Written by `npm run registry` from the folders beside it; not edited by hand.

import manifest from '../../packages/delivery/manifest.json' with { type: 'json' };
import * as table0001 from '../../packages/delivery/tables/0001_recipients.ts';
import * as table0002 from '../../packages/delivery/tables/0002_deliveries.ts';
import * as table0003 from '../../packages/delivery/tables/0003_logs.ts';
import * as table0004 from '../../packages/delivery/tables/0004_addresses.ts';
import * as table0005 from '../../packages/delivery/tables/0005_events.ts';
import * as table0006 from '../../packages/delivery/tables/0006_operators.ts';
import * as table0007 from '../../packages/delivery/tables/0007_enumerations.ts';
import * as table0008 from '../../packages/delivery/tables/0008_deliveryDetails.ts';
import * as table0009 from '../../packages/delivery/tables/0009_tracking.ts';
import * as table0010 from '../../packages/delivery/tables/0010_offers.ts';
import * as table0011 from '../../packages/delivery/tables/0011_forecasts.ts';
import * as table0012 from '../../packages/delivery/tables/0012_deliverability.ts';
import * as table0013 from '../../packages/delivery/tables/0013_billing.ts';
import * as table0014 from '../../packages/delivery/tables/0014_eventQueues.ts';
import * as table0015 from '../../packages/delivery/tables/0015_enumerationHits.ts';
import * as table0016 from '../../packages/delivery/tables/0016_offerCopies.ts';
import * as table0020 from '../../packages/delivery/tables/0020_sending.ts';
import * as table0021 from '../../packages/delivery/tables/0021_mirrorMessages.ts';
import * as table0030 from '../../packages/delivery/tables/0030_takenEvents.ts';
import * as table0031 from '../../packages/delivery/tables/0031_messageTexts.ts';
import * as table0040 from '../../packages/delivery/tables/0040_archivedKeys.ts';
import * as table0050 from '../../packages/delivery/tables/0050_counters.ts';
import * as table0051 from '../../packages/delivery/tables/0051_trackingStatsKeys.ts';
import aliasCleansing from '../../packages/delivery/workflows/aliasCleansing.json' with { type: 'json' };
import billing from '../../packages/delivery/workflows/billing.json' with { type: 'json' };
import billingActiveContactCount from '../../packages/delivery/workflows/billingActiveContactCount.json' with { type: 'json' };
import cleanup from '../../packages/delivery/workflows/cleanup.json' with { type: 'json' };
import cleanupPausedWorkflows from '../../packages/delivery/workflows/cleanupPausedWorkflows.json' with { type: 'json' };
import deliverabilityUpdate from '../../packages/delivery/workflows/deliverabilityUpdate.json' with { type: 'json' };
import forecasting from '../../packages/delivery/workflows/forecasting.json' with { type: 'json' };
import offerMgt from '../../packages/delivery/workflows/offerMgt.json' with { type: 'json' };
import reportingAggregates from '../../packages/delivery/workflows/reportingAggregates.json' with { type: 'json' };
import tracking from '../../packages/delivery/workflows/tracking.json' with { type: 'json' };
import deliveryLogsCube from '../../packages/delivery/cubes/deliveryLogs.json' with { type: 'json' };
import trackingLogsCube from '../../packages/delivery/cubes/trackingLogs.json' with { type: 'json' };
import billingReport from '../../packages/delivery/reports/billing.json' with { type: 'json' };
import deliveriesReport from '../../packages/delivery/reports/deliveries.json' with { type: 'json' };
import forecastsReport from '../../packages/delivery/reports/forecasts.json' with { type: 'json' };
import trackingReport from '../../packages/delivery/reports/tracking.json' with { type: 'json' };
import * as demo from '../../packages/delivery/demo/generate.ts';

/** The package delivery as it is installed. */
export const deliveryPackage = {
  name: 'delivery',
  manifest,
  tables: [
    { name: '0001_recipients', migration: table0001 },
    { name: '0002_deliveries', migration: table0002 },
    { name: '0003_logs', migration: table0003 },
    { name: '0004_addresses', migration: table0004 },
    { name: '0005_events', migration: table0005 },
    { name: '0006_operators', migration: table0006 },
    { name: '0007_enumerations', migration: table0007 },
    { name: '0008_deliveryDetails', migration: table0008 },
    { name: '0009_tracking', migration: table0009 },
    { name: '0010_offers', migration: table0010 },
    { name: '0011_forecasts', migration: table0011 },
    { name: '0012_deliverability', migration: table0012 },
    { name: '0013_billing', migration: table0013 },
    { name: '0014_eventQueues', migration: table0014 },
    { name: '0015_enumerationHits', migration: table0015 },
    { name: '0016_offerCopies', migration: table0016 },
    { name: '0020_sending', migration: table0020 },
    { name: '0021_mirrorMessages', migration: table0021 },
    { name: '0030_takenEvents', migration: table0030 },
    { name: '0031_messageTexts', migration: table0031 },
    { name: '0040_archivedKeys', migration: table0040 },
    { name: '0050_counters', migration: table0050 },
    { name: '0051_trackingStatsKeys', migration: table0051 },
  ],
  workflows: [
    { name: 'aliasCleansing', definition: aliasCleansing },
    { name: 'billing', definition: billing },
    { name: 'billingActiveContactCount', definition: billingActiveContactCount },
    { name: 'cleanup', definition: cleanup },
    { name: 'cleanupPausedWorkflows', definition: cleanupPausedWorkflows },
    { name: 'deliverabilityUpdate', definition: deliverabilityUpdate },
    { name: 'forecasting', definition: forecasting },
    { name: 'offerMgt', definition: offerMgt },
    { name: 'reportingAggregates', definition: reportingAggregates },
    { name: 'tracking', definition: tracking },
  ],
  cubes: [
    { name: 'deliveryLogs', declaration: deliveryLogsCube },
    { name: 'trackingLogs', declaration: trackingLogsCube },
  ],
  reports: [
    { name: 'billing', declaration: billingReport },
    { name: 'deliveries', declaration: deliveriesReport },
    { name: 'forecasts', declaration: forecastsReport },
    { name: 'tracking', declaration: trackingReport },
  ],
  demo,
} as const;

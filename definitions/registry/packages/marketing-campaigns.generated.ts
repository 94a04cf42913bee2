// Written by `npm run registry` from the folders beside it; not edited by hand.

import manifest from '../../packages/marketing-campaigns/manifest.json' with { type: 'json' };
import * as table0001 from '../../packages/marketing-campaigns/tables/0001_budgets.ts';
import * as table0002 from '../../packages/marketing-campaigns/tables/0002_campaigns.ts';
import * as table0003 from '../../packages/marketing-campaigns/tables/0003_approvals.ts';
import * as table0004 from '../../packages/marketing-campaigns/tables/0004_tasks.ts';
import * as table0005 from '../../packages/marketing-campaigns/tables/0005_launches.ts';
import * as table0006 from '../../packages/marketing-campaigns/tables/0006_occurrenceJobs.ts';
import * as table0007 from '../../packages/marketing-campaigns/tables/0007_launchingRuns.ts';
import budgetMgt from '../../packages/marketing-campaigns/workflows/budgetMgt.json' with { type: 'json' };
import deliveryMgt from '../../packages/marketing-campaigns/workflows/deliveryMgt.json' with { type: 'json' };
import operationMgt from '../../packages/marketing-campaigns/workflows/operationMgt.json' with { type: 'json' };
import stockMgt from '../../packages/marketing-campaigns/workflows/stockMgt.json' with { type: 'json' };
import supplierMgt from '../../packages/marketing-campaigns/workflows/supplierMgt.json' with { type: 'json' };
import budgetsReport from '../../packages/marketing-campaigns/reports/budgets.json' with { type: 'json' };
import stocksReport from '../../packages/marketing-campaigns/reports/stocks.json' with { type: 'json' };
import * as demo from '../../packages/marketing-campaigns/demo/generate.ts';

/** The package marketing-campaigns as it is installed. */
export const marketingCampaignsPackage = {
  name: 'marketing-campaigns',
  manifest,
  tables: [
    { name: '0001_budgets', migration: table0001 },
    { name: '0002_campaigns', migration: table0002 },
    { name: '0003_approvals', migration: table0003 },
    { name: '0004_tasks', migration: table0004 },
    { name: '0005_launches', migration: table0005 },
    { name: '0006_occurrenceJobs', migration: table0006 },
    { name: '0007_launchingRuns', migration: table0007 },
  ],
  workflows: [
    { name: 'budgetMgt', definition: budgetMgt },
    { name: 'deliveryMgt', definition: deliveryMgt },
    { name: 'operationMgt', definition: operationMgt },
    { name: 'stockMgt', definition: stockMgt },
    { name: 'supplierMgt', definition: supplierMgt },
  ],
  cubes: [],
  reports: [
    { name: 'budgets', declaration: budgetsReport },
    { name: 'stocks', declaration: stocksReport },
  ],
  demo,
} as const;

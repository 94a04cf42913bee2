// Written by `npm run registry` from the folders beside it; not edited by hand.

import type { AnyExecutor, Executors } from '../../engine/activity/executor.ts';
import { alertExecutor } from '../activities/alert/alert.executor.ts';
import { deduplicationExecutor } from '../activities/deduplication/deduplication.executor.ts';
import { deliveryExecutor } from '../activities/delivery/delivery.executor.ts';
import { dropTablesExecutor } from '../activities/dropTables/dropTables.executor.ts';
import { emailExecutor } from '../activities/email/email.executor.ts';
import { enrichmentExecutor } from '../activities/enrichment/enrichment.executor.ts';
import { exclusionExecutor } from '../activities/exclusion/exclusion.executor.ts';
import { extractFileExecutor } from '../activities/extractFile/extractFile.executor.ts';
import { httpExecutor } from '../activities/http/http.executor.ts';
import { incrementalQueryExecutor } from '../activities/incrementalQuery/incrementalQuery.executor.ts';
import { intersectionExecutor } from '../activities/intersection/intersection.executor.ts';
import { loadFileExecutor } from '../activities/loadFile/loadFile.executor.ts';
import { purgeHistoryExecutor } from '../activities/purgeHistory/purgeHistory.executor.ts';
import { queryExecutor } from '../activities/query/query.executor.ts';
import { runHistoryExecutor } from '../activities/runHistory/runHistory.executor.ts';
import { scriptExecutor } from '../activities/script/script.executor.ts';
import { splitExecutor } from '../activities/split/split.executor.ts';
import { sqlCodeExecutor } from '../activities/sqlCode/sqlCode.executor.ts';
import { unionExecutor } from '../activities/union/union.executor.ts';
import { updateAggregateExecutor } from '../activities/updateAggregate/updateAggregate.executor.ts';
import { updateDataExecutor } from '../activities/updateData/updateData.executor.ts';
import { workflowControlExecutor } from '../activities/workflowControl/workflowControl.executor.ts';

const all: readonly AnyExecutor[] = [
  alertExecutor,
  deduplicationExecutor,
  deliveryExecutor,
  dropTablesExecutor,
  emailExecutor,
  enrichmentExecutor,
  exclusionExecutor,
  extractFileExecutor,
  httpExecutor,
  incrementalQueryExecutor,
  intersectionExecutor,
  loadFileExecutor,
  purgeHistoryExecutor,
  queryExecutor,
  runHistoryExecutor,
  scriptExecutor,
  splitExecutor,
  sqlCodeExecutor,
  unionExecutor,
  updateAggregateExecutor,
  updateDataExecutor,
  workflowControlExecutor,
];

/** The executors of the kinds that work, by the kind’s name. */
export const executors: Executors = new Map(all.map((executor) => [executor.kind, executor]));

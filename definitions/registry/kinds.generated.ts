// Written by `npm run registry` from the folders beside it; not edited by hand.

import type { AnyKind, Kinds } from '../../engine/activity/kind.ts';
import { alertKind } from '../activities/alert/alert.kind.ts';
import { approvalKind } from '../activities/approval/approval.kind.ts';
import { cancelKind } from '../activities/cancel/cancel.kind.ts';
import { deduplicationKind } from '../activities/deduplication/deduplication.kind.ts';
import { deliveryKind } from '../activities/delivery/delivery.kind.ts';
import { dropTablesKind } from '../activities/dropTables/dropTables.kind.ts';
import { emailKind } from '../activities/email/email.kind.ts';
import { endKind } from '../activities/end/end.kind.ts';
import { enrichmentKind } from '../activities/enrichment/enrichment.kind.ts';
import { exclusionKind } from '../activities/exclusion/exclusion.kind.ts';
import { extractFileKind } from '../activities/extractFile/extractFile.kind.ts';
import { forkKind } from '../activities/fork/fork.kind.ts';
import { httpKind } from '../activities/http/http.kind.ts';
import { incrementalQueryKind } from '../activities/incrementalQuery/incrementalQuery.kind.ts';
import { intersectionKind } from '../activities/intersection/intersection.kind.ts';
import { joinKind } from '../activities/join/join.kind.ts';
import { loadFileKind } from '../activities/loadFile/loadFile.kind.ts';
import { purgeHistoryKind } from '../activities/purgeHistory/purgeHistory.kind.ts';
import { queryKind } from '../activities/query/query.kind.ts';
import { runHistoryKind } from '../activities/runHistory/runHistory.kind.ts';
import { schedulerKind } from '../activities/scheduler/scheduler.kind.ts';
import { scriptKind } from '../activities/script/script.kind.ts';
import { signalKind } from '../activities/signal/signal.kind.ts';
import { splitKind } from '../activities/split/split.kind.ts';
import { sqlCodeKind } from '../activities/sqlCode/sqlCode.kind.ts';
import { startKind } from '../activities/start/start.kind.ts';
import { subWorkflowKind } from '../activities/subWorkflow/subWorkflow.kind.ts';
import { testKind } from '../activities/test/test.kind.ts';
import { timeConstraintKind } from '../activities/timeConstraint/timeConstraint.kind.ts';
import { unionKind } from '../activities/union/union.kind.ts';
import { updateAggregateKind } from '../activities/updateAggregate/updateAggregate.kind.ts';
import { updateDataKind } from '../activities/updateData/updateData.kind.ts';
import { waitKind } from '../activities/wait/wait.kind.ts';
import { workflowControlKind } from '../activities/workflowControl/workflowControl.kind.ts';

const all: readonly AnyKind[] = [
  alertKind,
  approvalKind,
  cancelKind,
  deduplicationKind,
  deliveryKind,
  dropTablesKind,
  emailKind,
  endKind,
  enrichmentKind,
  exclusionKind,
  extractFileKind,
  forkKind,
  httpKind,
  incrementalQueryKind,
  intersectionKind,
  joinKind,
  loadFileKind,
  purgeHistoryKind,
  queryKind,
  runHistoryKind,
  schedulerKind,
  scriptKind,
  signalKind,
  splitKind,
  sqlCodeKind,
  startKind,
  subWorkflowKind,
  testKind,
  timeConstraintKind,
  unionKind,
  updateAggregateKind,
  updateDataKind,
  waitKind,
  workflowControlKind,
];

/** All activity kinds by name. */
export const kinds: Kinds = new Map(all.map((kind) => [kind.name, kind]));

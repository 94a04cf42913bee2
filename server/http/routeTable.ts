import { getSession } from './routes/session/get.ts';
import { signIn } from './routes/session/signIn.ts';
import { signOut } from './routes/session/signOut.ts';
import { backfill } from './routes/workflows/backfill.ts';
import { getBackfill } from './routes/backfills/get.ts';
import { listBackfills } from './routes/backfills/list.ts';
import { stopBackfill } from './routes/backfills/stop.ts';
import { listAllFirings } from './routes/firings/list.ts';
import { getAgenda } from './routes/schedules/agenda.ts';
import { listSchedules } from './routes/schedules/list.ts';
import { getHeatMap } from './routes/heatmap/day.ts';
import { getHeatCell } from './routes/heatmap/cell.ts';
import { beginInstance } from './routes/workflows/begin.ts';
import { createWorkflow } from './routes/workflows/create.ts';
import { explainWorkflow } from './routes/workflows/explain.ts';
import { listFirings } from './routes/workflows/firings.ts';
import { getWorkflow } from './routes/workflows/get.ts';
import { holdSchedule } from './routes/workflows/hold.ts';
import { listWorkflows } from './routes/workflows/list.ts';
import { pauseWorkflow } from './routes/workflows/pause.ts';
import { putWorkflow } from './routes/workflows/put.ts';
import { releaseSchedule } from './routes/workflows/release.ts';
import { removeWorkflow } from './routes/workflows/remove.ts';
import { resumeWorkflow } from './routes/workflows/resume.ts';
import { startWorkflow } from './routes/workflows/start.ts';
import { stopWorkflow } from './routes/workflows/stop.ts';
import { validateWorkflow } from './routes/workflows/validate.ts';
import { getDraft } from './routes/drafts/get.ts';
import { publishDraft } from './routes/drafts/publish.ts';
import { putDraft } from './routes/drafts/put.ts';
import { diffVersions } from './routes/versions/diff.ts';
import { getVersion } from './routes/versions/get.ts';
import { listVersions } from './routes/versions/list.ts';
import { acknowledgeInstance } from './routes/instances/acknowledge.ts';
import { listEventRows } from './routes/instances/eventRows.ts';
import { explainInstance } from './routes/instances/explain.ts';
import { getInstance } from './routes/instances/get.ts';
import { getHistory } from './routes/instances/history.ts';
import { handInstanceOver } from './routes/instances/handOver.ts';
import { holdActivity } from './routes/instances/hold.ts';
import { listJournal } from './routes/instances/journal.ts';
import { killInstance } from './routes/instances/kill.ts';
import { listInstances } from './routes/instances/list.ts';
import { patchVariables } from './routes/instances/patchVariables.ts';
import { pauseInstance } from './routes/instances/pause.ts';
import { releaseActivity } from './routes/instances/release.ts';
import { restartInstance } from './routes/instances/restart.ts';
import { resumeInstance } from './routes/instances/resume.ts';
import { runPending } from './routes/instances/runNow.ts';
import { stopInstance } from './routes/instances/stop.ts';
import { listTasks } from './routes/instances/tasks.ts';
import { getVariables } from './routes/instances/variables.ts';
import { askBulk } from './routes/bulk/ask.ts';
import { getBulk } from './routes/bulk/get.ts';
import { getDesk } from './routes/desk/get.ts';
import { listApprovals } from './routes/approvals/list.ts';
import { answerTask } from './routes/tasks/answer.ts';
import { runTask } from './routes/tasks/run.ts';
import { skipTask } from './routes/tasks/skip.ts';
import { getRequest } from './routes/requests/get.ts';
import { listSignals } from './routes/signals/list.ts';
import { redirectSignal } from './routes/signals/redirect.ts';
import { sendSignal } from './routes/signals/send.ts';
import { addGroup } from './routes/groups/add.ts';
import { listGroups } from './routes/groups/list.ts';
import { putGroup } from './routes/groups/put.ts';
import { addOperator } from './routes/operators/add.ts';
import { listOperators } from './routes/operators/list.ts';
import { patchOperator } from './routes/operators/patch.ts';
import { getPackage } from './routes/packages/get.ts';
import { installPackage } from './routes/packages/install.ts';
import { getMail } from './routes/outbox/get.ts';
import { listMails } from './routes/outbox/list.ts';
import { testMail } from './routes/outbox/test.ts';
import { listPackages } from './routes/packages/list.ts';
import { removePackage } from './routes/packages/remove.ts';
import { addToken } from './routes/tokens/add.ts';
import { listTokens } from './routes/tokens/list.ts';
import { removeToken } from './routes/tokens/remove.ts';
import { getAuditFile } from './routes/audit/file.ts';
import { listAudit } from './routes/audit/list.ts';
import { listAuditWords } from './routes/audit/words.ts';
import { listTables } from './routes/connections/tables.ts';
import { evaluateExpression } from './routes/expressions/evaluate.ts';
import { explainSql } from './routes/sql/explain.ts';
import { previewSql } from './routes/sql/preview.ts';
import { healthLive } from './routes/health/live.ts';
import { healthReady } from './routes/health/ready.ts';
import { getReport } from './routes/reports/get.ts';
import { listReports } from './routes/reports/list.ts';
import { askPrivacy } from './routes/privacy/ask.ts';
import { confirmPrivacy } from './routes/privacy/confirm.ts';
import { getPrivacyFile } from './routes/privacy/file.ts';
import { getPrivacy } from './routes/privacy/get.ts';
import { listPrivacy } from './routes/privacy/list.ts';
import { receiveEvents } from './routes/events/receive.ts';
import { followLink } from './routes/messages/follow.ts';
import { openMessage } from './routes/messages/open.ts';
import { showMessage } from './routes/messages/page.ts';
import { getMetrics } from './routes/metrics/get.ts';
import { getOpenApi } from './routes/openapi/get.ts';
import type { Route } from './route.ts';

/** Every address of the API: the app, the OpenAPI document and the checks are made of it. */
export const routeTable: Readonly<Record<string, Route>> = {
  getSession,
  signIn,
  signOut,
  backfill,
  getBackfill,
  listBackfills,
  stopBackfill,
  listAllFirings,
  getAgenda,
  listSchedules,
  getHeatMap,
  getHeatCell,
  beginInstance,
  createWorkflow,
  explainWorkflow,
  listFirings,
  getWorkflow,
  holdSchedule,
  listWorkflows,
  pauseWorkflow,
  putWorkflow,
  releaseSchedule,
  removeWorkflow,
  resumeWorkflow,
  startWorkflow,
  stopWorkflow,
  validateWorkflow,
  getDraft,
  publishDraft,
  putDraft,
  diffVersions,
  getVersion,
  listVersions,
  acknowledgeInstance,
  explainInstance,
  listEventRows,
  getInstance,
  getHistory,
  handInstanceOver,
  holdActivity,
  listJournal,
  killInstance,
  listInstances,
  patchVariables,
  pauseInstance,
  releaseActivity,
  restartInstance,
  resumeInstance,
  runPending,
  stopInstance,
  listTasks,
  getVariables,
  askBulk,
  getBulk,
  getDesk,
  listApprovals,
  answerTask,
  runTask,
  skipTask,
  getRequest,
  listSignals,
  sendSignal,
  redirectSignal,
  addGroup,
  listGroups,
  putGroup,
  addOperator,
  listOperators,
  patchOperator,
  listMails,
  getMail,
  testMail,
  listPackages,
  getPackage,
  installPackage,
  removePackage,
  addToken,
  listTokens,
  removeToken,
  listAudit,
  listAuditWords,
  getAuditFile,
  listTables,
  previewSql,
  explainSql,
  evaluateExpression,
  listReports,
  getReport,
  listPrivacy,
  askPrivacy,
  getPrivacy,
  confirmPrivacy,
  getPrivacyFile,
  receiveEvents,
  followLink,
  openMessage,
  showMessage,
  healthLive,
  healthReady,
  getMetrics,
  getOpenApi,
};

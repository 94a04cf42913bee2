import { createApprovalOperations } from './approvals.ts';
import { createAuditOperations } from './auditTrail.ts';
import { createBackfillOperations } from './backfills.ts';
import { createBeginOperations } from './beginInstance.ts';
import { createBulkOperations } from './bulk.ts';
import { createDesigningOperations } from './designing.ts';
import { createDeskOperations } from './desk/desk.ts';
import { createDraftOperations } from './drafts.ts';
import { createEventOperations } from './events.ts';
import { createGroupOperations } from './groups.ts';
import { createHeatMapOperations } from './heatMap/heatMap.ts';
import { createInstanceRequestOperations } from './instanceRequests.ts';
import { createExplanations } from './explain/explanations.ts';
import { createInstanceOperations } from './instances.ts';
import { createLifeCycleOperations } from './lifeCycle.ts';
import { createMessageOperations } from './messagePages.ts';
import { createMetricOperations } from './metrics.ts';
import { createOperatorOperations } from './operators.ts';
import { createOutboxOperations } from './outbox.ts';
import { createPackageOperations } from './packages.ts';
import { createPrivacyOperations } from './privacy.ts';
import { createReportOperations } from './reports.ts';
import { createRequestOperations } from './requests.ts';
import { createRestartOperations } from './restarts.ts';
import type { Resources } from './resources.ts';
import { createScheduleOperations } from './schedules/schedules.ts';
import { createSignalOperations } from './signals.ts';
import { createSimulationOperations } from './simulations.ts';
import { createTableOperations } from './tables.ts';
import { createTaskRequestOperations } from './taskRequests.ts';
import { createTokenOperations } from './tokens.ts';
import { createVersionOperations } from './versions.ts';
import { createWorkflowOperations } from './workflows.ts';

/** What secrets and passwords are made of; `access` has it. */
export interface Secrets {
  readonly hashPassword: (password: string) => Promise<string>;
  readonly makeSecret: () => string;
  readonly hashSecret: (secret: string) => string;
}

/** How long beginning an instance waits for a worker before it answers with the request. */
const defaultWaitMs = 5_000;

/** Every use case; HTTP, the stream and the command line are ways to call them. */
export const createOperations = (resources: Resources, secrets: Secrets, beginWaitMs = defaultWaitMs) => ({
  workflows: createWorkflowOperations(resources),
  designing: createDesigningOperations(resources),
  drafts: createDraftOperations(resources),
  versions: createVersionOperations(resources),
  events: createEventOperations(resources),
  messages: createMessageOperations(resources),
  metrics: createMetricOperations(resources),
  lifeCycle: createLifeCycleOperations(resources),
  begin: createBeginOperations(resources, beginWaitMs),
  instances: createInstanceOperations(resources),
  desk: createDeskOperations(resources),
  explanations: createExplanations(resources),
  instanceRequests: createInstanceRequestOperations(resources),
  heatMap: createHeatMapOperations(resources),
  schedules: createScheduleOperations(resources),
  backfills: createBackfillOperations(resources),
  bulk: createBulkOperations(resources),
  restarts: createRestartOperations(resources),
  tasks: createTaskRequestOperations(resources),
  approvals: createApprovalOperations(resources),
  reports: createReportOperations(resources),
  requests: createRequestOperations(resources),
  simulations: createSimulationOperations(resources),
  signals: createSignalOperations(resources),
  tables: createTableOperations(resources),
  operators: createOperatorOperations({ ...resources, ...secrets }),
  groups: createGroupOperations(resources),
  outbox: createOutboxOperations(resources),
  packages: createPackageOperations(resources),
  privacy: createPrivacyOperations(resources),
  tokens: createTokenOperations({ ...resources, ...secrets }),
  audit: createAuditOperations(resources),
});
export type Operations = ReturnType<typeof createOperations>;

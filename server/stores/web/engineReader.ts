import type { Knex } from 'knex';
import type { EngineReader } from '../../operations/ports/engineReader.ts';
import { createApprovalReads } from './approvalReads.ts';
import { createDeliveryReads } from './deliveryReads.ts';
import { createHeatMapReads } from './heatMapReads.ts';
import { createHistoryReads } from './historyReads.ts';
import { createInstanceReads } from './instanceReads.ts';
import { createMailReads } from './mailReads.ts';
import { createMetricReads } from './metricReads.ts';
import { createOutcomeReads } from './outcomeReads.ts';
import { createPackageReads } from './packageReads.ts';
import { createPrivacyReads } from './privacyReads.ts';
import { createScheduleReads } from './scheduleReads.ts';
import { createStuckReads } from './stuckReads.ts';
import { createWorkflowReads } from './workflowReads.ts';

/** What web reads of `signalbox.db`, on its read-only connection. */
export const createEngineReader = (knex: Knex): EngineReader => ({
  ...createWorkflowReads(knex),
  ...createInstanceReads(knex),
  ...createApprovalReads(knex),
  ...createDeliveryReads(knex),
  ...createHeatMapReads(knex),
  ...createHistoryReads(knex),
  ...createMailReads(knex),
  ...createMetricReads(knex),
  ...createOutcomeReads(knex),
  ...createPackageReads(knex),
  ...createPrivacyReads(knex),
  ...createScheduleReads(knex),
  ...createStuckReads(knex),
});

/** What web's stores stand on: the file that it writes, and the one that it only reads. */
export interface WebDatabases {
  readonly inbox: Knex;
  readonly engineReader: Knex;
}

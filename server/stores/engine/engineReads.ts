import type { Knex } from 'knex';
import { z } from 'zod';
import type { ScheduleState, WorkflowState } from '../../../engine/core/workflowState.ts';
import { entrySchema } from '../../../engine/model/entry.ts';
import {
  activityIdSchema,
  instanceIdSchema,
  requestIdSchema,
  taskIdSchema,
  workflowNameSchema,
  type InstanceId,
} from '../../../engine/model/ids.ts';
import type { Instance } from '../../../engine/model/instance.ts';
import { jsonRecordSchema, type Json } from '../../../engine/model/json.ts';
import type { CreatedTask, EngineReads, RequestOutcome } from '../../../engine/ports/engineStore.ts';
import { workflowStatusSchema } from '../../contract/workflows.ts';
import { withStatements, type Statements } from '../../database/statements.ts';
import { backfillReads } from './backfillRows.ts';
import { expectationReads } from './expectationRows.ts';
import { parseInstance, type HistoryRow } from './rows.ts';
import { readSecrets } from './secretRows.ts';
import { stepQueries } from './stepStatements.ts';

const liveStatuses = ['running', 'pausing', 'paused', 'stopping'];

const stateRowSchema = z.object({
  status: workflowStatusSchema,
  version: z.number(),
  schedule_held: z.coerce.boolean(),
  consecutive_failures: z.number(),
  vars: z.string(),
});

const scheduleRowSchema = z.object({
  activity: activityIdSchema,
  due_at_ms: z.coerce.number().nullable(),
  begins_at_ms: z.coerce.number().nullable(),
  last_due_at_ms: z.coerce.number().nullable(),
  runs: z.number(),
  waiting: z.coerce.boolean(),
});

const outcomeRowSchema = z.object({
  id: requestIdSchema,
  status: z.enum(['applied', 'refused']),
  code: z.string().nullable(),
  reason: z.string().nullable(),
  instance: instanceIdSchema.nullable(),
});

/** The reads that steps and the runner share, on any connection; what is cached comes from elsewhere. */
export function createReads(knex: Knex): EngineReads {
  return {
    instance: (id) => withStatements(knex, (on) => readInstance(on, id)),
    workflow: (name) => readWorkflow(knex, name),
    liveInstances: async (workflow) => z.array(instanceIdSchema).parse(await liveIds(knex, workflow)),
    overlappedInstances: async (workflow) => {
      const backfilled = knex('sb_firing').where({ workflow }).whereNotNull('backfill').whereNotNull('instance');
      const ids = liveIds(knex, workflow).whereNull('parent').whereNotIn('id', backfilled.select('instance'));
      return z.array(instanceIdSchema).parse(await ids);
    },
    ...backfillReads(knex),
    ...expectationReads(knex),
    createdTask: (instance, wanted) => readCreatedTask(knex, instance, wanted),
    options: () => readOptions(knex),
    secrets: (instance) => readSecrets(knex, instance),
    inboxPosition: async (source) => {
      const [row] = await withStatements(knex, (on) => on.all(stepQueries.position, [source]));
      return row === undefined ? 0 : positionRowSchema.parse(row).position;
    },
    requestOutcome: async (id) => {
      const [row] = await withStatements(knex, (on) => on.all(stepQueries.outcome, [id]));
      return row === undefined ? undefined : outcomeOf(row);
    },
    ...signalReads(knex),
  };
}

const liveIds = (knex: Knex, workflow: string): Knex.QueryBuilder =>
  knex('sb_instance').where({ workflow }).whereIn('status', liveStatuses).orderBy('started_at_ms').pluck('id');

const instanceRowSchema = z.object({ state: z.string() });

async function readInstance(on: Statements, id: InstanceId): Promise<Instance | undefined> {
  const [row] = await on.all(stepQueries.instanceState, [id]);
  return row === undefined ? undefined : parseInstance(instanceRowSchema.parse(row).state);
}

async function readCreatedTask(
  knex: Knex,
  instance: InstanceId,
  { activity, task }: Parameters<EngineReads['createdTask']>[1],
): Promise<CreatedTask | undefined> {
  const row = await knex<HistoryRow>('sb_history')
    .where({ instance, type: 'taskCreated', activity, ...(task !== undefined && { task }) })
    .orderBy('seq', 'desc')
    .first('entry');
  const entry = row && entrySchema.parse(JSON.parse(row.entry));
  return entry?.type === 'taskCreated' ? entry : undefined;
}

async function readWorkflow(knex: Knex, workflow: WorkflowState['workflow']): Promise<WorkflowState | undefined> {
  const row: unknown = await knex('sb_workflow_state').where({ workflow }).first();
  if (row === undefined) return undefined;
  const state = stateRowSchema.parse(row);
  const schedules: unknown[] = await knex('sb_schedule').where({ workflow }).orderBy('activity');
  return {
    workflow,
    status: state.status,
    version: state.version,
    scheduleHeld: state.schedule_held,
    consecutiveFailures: state.consecutive_failures,
    vars: jsonRecordSchema.parse(JSON.parse(state.vars)),
    schedules: schedules.map(scheduleOf),
  };
}

function scheduleOf(row: unknown): ScheduleState {
  const { activity, due_at_ms, begins_at_ms, last_due_at_ms, runs, waiting } = scheduleRowSchema.parse(row);
  return {
    activity,
    runs,
    ...(due_at_ms !== null && { dueAtMs: due_at_ms }),
    ...(begins_at_ms !== null && begins_at_ms !== due_at_ms && { beginsAtMs: begins_at_ms }),
    ...(last_due_at_ms !== null && { lastDueAtMs: last_due_at_ms }),
    ...(waiting && { waiting }),
  };
}

const optionRowSchema = z.object({ name: z.string(), data_type: z.string(), value: z.string().nullable() });

/** An option's row exists only once its value was changed; numbers are kept as text. */
async function readOptions(knex: Knex): Promise<ReadonlyMap<string, Json>> {
  const rows = z.array(optionRowSchema).parse(await knex('xtk_option').select('name', 'data_type', 'value'));
  return new Map(
    rows.flatMap(({ name, data_type, value }): [string, Json][] =>
      value === null ? [] : [[name, typed(data_type, value)]],
    ),
  );
}

function typed(dataType: string, value: string): Json {
  if (dataType === 'number' || dataType === 'integer') return Number.isFinite(Number(value)) ? Number(value) : value;
  if (dataType === 'boolean') return value === 'true' || value === '1';
  return value;
}

const positionRowSchema = z.object({ position: z.number() });

export function outcomeOf(row: unknown): RequestOutcome {
  const { id, status, code, reason, instance } = outcomeRowSchema.parse(row);
  return {
    id,
    status,
    ...(code !== null && { code }),
    ...(reason !== null && { reason }),
    ...(instance !== null && { instance }),
  };
}

const subscriberRowSchema = z.object({ task: taskIdSchema, instance: instanceIdSchema });
const entryRowSchema = z.object({ workflow: workflowNameSchema, activity: activityIdSchema });

function signalReads(knex: Knex): Pick<EngineReads, 'subscribers' | 'signalEntries' | 'undeliveredSignals'> {
  return {
    subscribers: async ({ name, key, instance, anyKey = false }) => {
      const rows: unknown[] = await knex('sb_subscription')
        .where({ signal: name })
        .modify((query) => {
          if (!anyKey) void query.where((fits) => void fits.whereNull('key').orWhere('key', key ?? null));
          if (instance !== undefined) void query.where({ instance });
        })
        .select('task', 'instance');
      return z.array(subscriberRowSchema).parse(rows);
    },
    signalEntries: async (signal) => {
      const rows: unknown[] = await knex('sb_signal_entry').where({ signal }).select('workflow', 'activity');
      return z.array(entryRowSchema).parse(rows);
    },
    undeliveredSignals: async (name, sinceMs) => {
      const rows: unknown[] = await knex('sb_signal_outcome')
        .where({ name, status: 'undelivered' })
        .where('settled_at_ms', '>=', sinceMs)
        .orderBy('position')
        .pluck('position');
      return z.array(z.number()).parse(rows);
    },
  };
}

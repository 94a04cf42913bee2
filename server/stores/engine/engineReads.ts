import type { Knex } from 'knex';
import { z } from 'zod';
import type { ScheduleState, WorkflowState } from '../../../engine/core/workflowState.ts';
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
import type { EngineReads, InboxSource, RequestOutcome } from '../../../engine/ports/engineStore.ts';
import { workflowStatusSchema } from '../../contract/workflows.ts';
import { parseInstance, type InstanceRow } from './rows.ts';

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

/** Folded instances by id, as the last commit left them: saves parsing the state of an instance at every step. */
export type InstanceCache = Map<InstanceId, Instance>;

/** The reads that steps and the runner share, on any connection. */
export function createReads(knex: Knex, cache: InstanceCache): EngineReads {
  return {
    instance: (id) => readInstance(knex, cache, id),
    workflow: (name) => readWorkflow(knex, name),
    liveInstances: async (workflow) => {
      const rows = await knex('sb_instance')
        .where({ workflow })
        .whereIn('status', liveStatuses)
        .orderBy('started_at_ms')
        .pluck('id');
      return z.array(instanceIdSchema).parse(rows);
    },
    options: () => readOptions(knex),
    inboxPosition: (source) => readPosition(knex, source),
    requestOutcome: async (id) => {
      const row: unknown = await knex('sb_request_outcome').where({ id }).first();
      return row === undefined ? undefined : outcomeOf(row);
    },
    ...signalReads(knex),
  };
}

async function readInstance(knex: Knex, cache: InstanceCache, id: InstanceId): Promise<Instance | undefined> {
  const known = cache.get(id);
  if (known) {
    const [seq] = await knex<InstanceRow>('sb_instance').where({ id }).pluck('seq');
    if (seq === known.seq) return known;
  }
  const row = await knex<InstanceRow>('sb_instance').where({ id }).first('state');
  return row && parseInstance(row.state);
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

async function readPosition(knex: Knex, source: InboxSource): Promise<number> {
  const [position] = z.array(z.number()).parse(await knex('sb_inbox_position').where({ source }).pluck('position'));
  return position ?? 0;
}

function outcomeOf(row: unknown): RequestOutcome {
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
    subscribers: async ({ name, key, instance }) => {
      const rows: unknown[] = await knex('sb_subscription')
        .where({ signal: name })
        .where((fits) => void fits.whereNull('key').orWhere('key', key ?? null))
        .modify((query) => void (instance !== undefined && query.where({ instance })))
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

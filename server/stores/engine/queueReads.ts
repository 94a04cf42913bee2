import type { Knex } from 'knex';
import { z } from 'zod';
import { instanceIdSchema, requestIdSchema, taskIdSchema, workflowNameSchema } from '../../../engine/model/ids.ts';
import { levelSchema } from '../../../engine/model/entry.ts';
import { jsonRecordSchema } from '../../../engine/model/json.ts';
import type { EngineStore } from '../../../engine/ports/engineStore.ts';
import { withStatements } from '../../database/statements.ts';
import { stepQueries } from './stepStatements.ts';
import type { InboxRequest, RequestedOperation } from '../../../engine/ports/inbox.ts';
import { dueBackfills } from './backfillRows.ts';
import { dueExpectations } from './expectationRows.ts';
import { dueReminders } from './reminderRows.ts';

const readySchema = z.object({ task: taskIdSchema, instance: instanceIdSchema });
const timerSchema = readySchema.extend({ name: z.enum(['due', 'retry', 'maxDuration', 'timeout']) });

const armedSchema = z.object({ workflow: workflowNameSchema, version: z.number() });

type QueueReads = Pick<
  EngineStore,
  | 'nextReady'
  | 'readyTasks'
  | 'mayBeDue'
  | 'dueTimers'
  | 'duePauses'
  | 'dueWorkflows'
  | 'dueBackfills'
  | 'dueReminders'
  | 'dueExpectations'
  | 'nextDueAtMs'
  | 'wantedSignals'
  | 'tasksInFlight'
  | 'innerRequestsAfter'
  | 'armedWorkflows'
>;

/** What there is to do, and when there will be more. */
export function createQueueReads(knex: Knex): QueueReads {
  return {
    ...readyReads(knex),
    mayBeDue: (nowMs) => withStatements(knex, async (on) => (await on.all(stepQueries.mayBeDue, [nowMs])).length > 0),
    ...dueReads(knex),
    dueBackfills: dueBackfills(knex),
    dueReminders: dueReminders(knex),
    dueExpectations: dueExpectations(knex),
    nextDueAtMs: (afterMs) => nextDueAtMs(knex, afterMs),
    wantedSignals: async (sinceMs) => {
      const kept = knex('sb_signal_outcome').where({ status: 'undelivered' }).where('settled_at_ms', '>=', sinceMs);
      const wanted = [knex('sb_subscription').select('signal'), knex('sb_signal_entry').select('signal')];
      const names: unknown = await kept
        .where((either) => wanted.forEach((signals) => void either.orWhereIn('name', signals)))
        .distinct('name')
        .orderBy('name')
        .pluck('name');
      return z.array(z.string()).parse(names);
    },
  };
}

const startedWorkflows = (knex: Knex): Knex.QueryBuilder => knex('sb_workflow_state').where({ status: 'started' });
const startedNames = (knex: Knex): Knex.QueryBuilder => startedWorkflows(knex).select('workflow');
const runningInstances = (knex: Knex): Knex.QueryBuilder =>
  knex('sb_instance').where({ status: 'running' }).select('id');

/** Timers wait for their instance to run; those of tasks that take too long go on while it pauses. */
const movingTimers = (knex: Knex): Knex.QueryBuilder =>
  knex('sb_timer').where((timers) => {
    const pausing = knex('sb_instance').where({ status: 'pausing' }).select('id');
    void timers
      .whereIn('instance', runningInstances(knex))
      .orWhere((clocks) => void clocks.whereIn('name', ['maxDuration', 'timeout']).whereIn('instance', pausing));
  });

function readyReads(
  knex: Knex,
): Pick<QueueReads, 'nextReady' | 'readyTasks' | 'tasksInFlight' | 'innerRequestsAfter' | 'armedWorkflows'> {
  const readyTasks: QueueReads['readyTasks'] = async (limit, except) => {
    const rows = await withStatements(knex, (on) => on.all(stepQueries.ready, [[...except], limit]));
    return z.array(readySchema).parse(rows);
  };
  return {
    readyTasks,
    nextReady: async (_nowMs, except) => (await readyTasks(1, except))[0],
    tasksInFlight: async () => {
      // A running task is always in the queue: its row goes in the transaction of its result.
      const running = knex('sb_ready')
        .join('sb_task', 'sb_task.id', 'sb_ready.task')
        .where('sb_task.status', 'running');
      return z.array(readySchema).parse(await running.select('sb_ready.task', 'sb_ready.instance'));
    },
    innerRequestsAfter: async (position, limit) => {
      const rows: unknown[] = await knex('sb_inner_request')
        .where('position', '>', position)
        .orderBy('position')
        .limit(limit);
      return rows.map(innerRequest);
    },
    armedWorkflows: async () => z.array(armedSchema).parse(await startedWorkflows(knex).select('workflow', 'version')),
  };
}

function dueReads(knex: Knex): Pick<QueueReads, 'dueTimers' | 'duePauses' | 'dueWorkflows'> {
  return {
    dueTimers: async (nowMs, limit) => {
      const due = movingTimers(knex).where('due_at_ms', '<=', nowMs);
      return z.array(timerSchema).parse(await due.orderBy('due_at_ms').limit(limit).select('task', 'instance', 'name'));
    },
    duePauses: async (nowMs, limit) => {
      const due = knex('sb_instance').where({ status: 'paused' }).where('pause_until_ms', '<=', nowMs);
      return z.array(instanceIdSchema).parse(await due.limit(limit).pluck('id'));
    },
    dueWorkflows: async (nowMs) => {
      const due = knex('sb_schedule').where('begins_at_ms', '<=', nowMs).where({ waiting: false });
      const names: unknown = await due.whereIn('workflow', startedNames(knex)).distinct('workflow').pluck('workflow');
      return z.array(workflowNameSchema).parse(names);
    },
  };
}

const dueRowSchema = z.object({ at: z.number().nullable() });

async function nextDueAtMs(knex: Knex, afterMs: number | undefined): Promise<number | undefined> {
  const next = (rows: Knex.QueryBuilder, column: string): Knex.QueryBuilder =>
    rows
      .modify((coming) => void (afterMs !== undefined && coming.where(column, '>', afterMs)))
      .min({ at: column })
      .first();
  const schedules = knex('sb_schedule').where({ waiting: false }).whereIn('workflow', startedNames(knex));
  const rows: unknown[] = await Promise.all([
    next(movingTimers(knex), 'due_at_ms'),
    next(schedules, 'begins_at_ms'),
    next(knex('sb_instance').where({ status: 'paused' }), 'pause_until_ms'),
    next(knex('sb_reminder'), 'due_at_ms'),
    next(knex('sb_expectation'), 'due_at_ms'),
  ]);
  const due = rows.map((row) => dueRowSchema.parse(row).at).filter((at) => at !== null);
  return due.length > 0 ? Math.min(...due) : undefined;
}

const innerRowSchema = z.object({
  position: z.number(),
  id: requestIdSchema,
  instance: instanceIdSchema,
  payload: z.string(),
  by: z.string(),
});

/** What kinds may ask of other instances. */
const innerPayloadSchema = z.discriminatedUnion('operation', [
  z.object({ operation: z.literal('kill'), reason: z.string() }),
  z.object({ operation: z.literal('stop') }),
  z.object({
    operation: z.literal('begin'),
    workflow: workflowNameSchema,
    input: jsonRecordSchema,
    asker: instanceIdSchema,
  }),
  z.object({ operation: z.literal('note'), level: levelSchema, code: z.string(), text: z.string() }),
]);

function innerRequest(row: unknown): InboxRequest {
  const { payload, ...rest } = innerRowSchema.parse(row);
  const asked: RequestedOperation = innerPayloadSchema.parse(JSON.parse(payload));
  return { ...rest, asked };
}

import type { Knex } from 'knex';
import { z } from 'zod';
import { instanceStatusSchema } from '../../../engine/model/instance.ts';
import { severitySchema } from '../../../engine/model/severity.ts';
import { taskStatusSchema } from '../../../engine/model/task.ts';
import { mailStatusSchema } from '../../contract/outbox.ts';
import type { EngineFigures, MetricReads } from '../../operations/ports/metricReads.ts';
import { headStartMs } from '../engine/stepRows.ts';

const count = z.coerce.number();
const countSchema = z.object({ count });
const instancesSchema = z.array(z.object({ status: instanceStatusSchema, severity: severitySchema, count }));
const tasksSchema = z.array(z.object({ status: taskStatusSchema, count }));
const mailsSchema = z.array(z.object({ status: mailStatusSchema, count }));
const instantSchema = z.object({ at: z.coerce.number() }).optional();

/** What a task can be that has not ended. */
const liveTasks = ['pending', 'running', 'waiting', 'retrying', 'held', 'failed'];

/** How many overdue timers are looked at: those of paused instances are overdue, too, and may be many. */
const timersSeen = 5_000;
/** How much of the queue is looked at for a task that is not being executed. */
const queueSeen = 1_000;

const counted = async (rows: Knex.QueryBuilder): Promise<number> =>
  countSchema.parse(await rows.count({ count: '*' }).first()).count;

/** What belongs to a row is looked up row by row: as a join, SQLite begins with all tasks, or all instances. */
const lookedUp = (knex: Knex, column: string, table: string, by: string): Knex.QueryBuilder =>
  knex(table).where(`${table}.id`, knex.ref(by)).select(column);

/** The head by the order of the queue; how much it was moved ahead for its severity is taken back. */
async function headReadyAtMs(knex: Knex): Promise<number | undefined> {
  const queue = knex('sb_ready').orderBy(['order_ms', 'position']).limit(queueSeen);
  const seen = queue.select({
    at: 'order_ms',
    status: lookedUp(knex, 'status', 'sb_task', 'sb_ready.task'),
    rank: lookedUp(knex, 'severity_rank', 'sb_instance', 'sb_ready.instance'),
  });
  const head: unknown = await knex(seen.as('seen'))
    .where({ status: 'pending' })
    .orderBy('at')
    .first({ at: knex.raw('?? + ?? * ?', ['at', 'rank', headStartMs]) });
  return instantSchema.parse(head)?.at;
}

async function timerDueAtMs(knex: Knex, nowMs: number): Promise<number | undefined> {
  const overdue = knex('sb_timer').where('due_at_ms', '<=', nowMs).orderBy('due_at_ms').limit(timersSeen);
  const seen = overdue.select({
    at: 'due_at_ms',
    status: lookedUp(knex, 'status', 'sb_instance', 'sb_timer.instance'),
  });
  const first: unknown = await knex(seen.as('seen')).where({ status: 'running' }).orderBy('at').first('at');
  return instantSchema.parse(first)?.at;
}

async function firingDueAtMs(knex: Knex, nowMs: number): Promise<number | undefined> {
  const started = knex('sb_workflow_state').where({ status: 'started' }).select('workflow');
  const first: unknown = await knex('sb_schedule')
    .where('begins_at_ms', '<=', nowMs)
    .where({ waiting: false })
    .whereIn('workflow', started)
    .orderBy('begins_at_ms')
    .first({ at: 'begins_at_ms' });
  return instantSchema.parse(first)?.at;
}

async function figures(knex: Knex, nowMs: number): Promise<EngineFigures> {
  const live = knex('sb_instance').whereNull('ended_at_ms').groupBy('status', 'severity');
  const tasks = knex('sb_task').whereIn('status', liveTasks).whereNull('ended_at_ms').groupBy('status');
  const [readyAtMs, timerMs, firingMs] = await Promise.all([
    headReadyAtMs(knex),
    timerDueAtMs(knex, nowMs),
    firingDueAtMs(knex, nowMs),
  ]);
  return {
    instances: instancesSchema.parse(await live.select('status', 'severity').count({ count: '*' })),
    tasks: tasksSchema.parse(await tasks.select('status').count({ count: '*' })),
    queued: await counted(knex('sb_ready')),
    undeliveredSignals: await counted(knex('sb_signal_outcome').where({ status: 'undelivered' })),
    ...(readyAtMs !== undefined && { headReadyAtMs: readyAtMs }),
    ...(timerMs !== undefined && { timerDueAtMs: timerMs }),
    ...(firingMs !== undefined && { firingDueAtMs: firingMs }),
  };
}

export const createMetricReads = (knex: Knex): MetricReads => ({
  figures: (nowMs) => figures(knex, nowMs),
  lastMail: async () => instantSchema.parse(await knex('sb_mail').orderBy('id', 'desc').first({ at: 'id' }))?.at ?? 0,
  mailsAfter: async (id, upTo) => {
    const mails = knex('sb_mail').where('id', '>', id);
    if (upTo !== undefined) void mails.where('id', '<=', upTo);
    return mailsSchema.parse(await mails.groupBy('status').select('status').count({ count: '*' }));
  },
});

import type { Knex } from 'knex';
import { z } from 'zod';
import type { EngineRecords, PausedInstance, PurgeTarget } from '../../../engine/activity/executor.ts';
import { instanceIdSchema, workflowNameSchema, type InstanceId } from '../../../engine/model/ids.ts';
import { createAskedInstances } from './askedInstances.ts';
import { recordedRuns } from './recordedRuns.ts';
import { askInside, toWeb, type RecordsScope } from './innerAsking.ts';

/** The engine's own records, as kinds may touch them (semantics.md 6). */
export function createEngineRecords(records: RecordsScope): EngineRecords {
  return {
    purge: (what, olderThanMs) => purge(records, what, olderThanMs),
    pausedInstances: async (filter) => {
      const rows: unknown[] = await records
        .trx('sb_instance')
        .where({ status: 'paused' })
        .whereIn('severity', [...filter.severities])
        .where('paused_at_ms', '<', filter.pausedBeforeMs)
        .orderBy('paused_at_ms')
        .select('id', 'workflow', 'paused_at_ms')
        .modify((query) => {
          const { noticedBeforeMs } = filter;
          if (noticedBeforeMs !== undefined) void query.whereNotExists(noticesSince(records.trx, noticedBeforeMs));
        });
      const paused = await Promise.all(
        z
          .array(pausedRowSchema)
          .parse(rows)
          .map((row) => pausedInstance(records, row)),
      );
      return paused.filter(({ notices }) => notices >= (filter.noticesAtLeast ?? 0));
    },
    recordNotice: (instances) => recordNotice(records, instances),
    requestKill: (instances, reason) => requestKill(records, instances, reason),
    ...createAskedInstances(records),
    runs: (period, take) => recordedRuns(records, period, take),
    workTables: async () => {
      const rows: unknown[] = await records
        .trx('sb_work_table')
        .leftJoin('sb_instance', 'sb_instance.id', 'sb_work_table.instance')
        .select('sb_work_table.name', 'sb_work_table.instance', { instanceStatus: 'sb_instance.status' });
      return z.array(workTableRowSchema).parse(rows);
    },
  };
}

/** Notices of the instance, of this pause, from an instant on. */
const noticesSince = (trx: Knex, sinceMs: number): Knex.QueryBuilder =>
  trx('sb_notice')
    .whereRaw('sb_notice.instance = sb_instance.id')
    .whereRaw('sb_notice.at_ms >= sb_instance.paused_at_ms')
    .where('sb_notice.at_ms', '>=', sinceMs)
    .select(trx.raw('1'));

const pausedRowSchema = z.object({
  id: instanceIdSchema,
  workflow: workflowNameSchema,
  paused_at_ms: z.coerce.number(),
});
const workTableRowSchema = z.object({
  name: z.string(),
  instance: instanceIdSchema,
  instanceStatus: z
    .string()
    .nullable()
    .transform((status) => status ?? 'purged'),
});

async function pausedInstance(
  { trx, facts }: RecordsScope,
  row: z.infer<typeof pausedRowSchema>,
): Promise<PausedInstance> {
  const [counted] = await trx('sb_notice')
    .where({ instance: row.id })
    .where('at_ms', '>=', row.paused_at_ms)
    .count({ notices: '*' });
  const known = await facts.of(row.workflow);
  return {
    instance: row.id,
    workflow: row.workflow,
    pausedSinceMs: row.paused_at_ms,
    notices: Number(counted?.notices ?? 0),
    ...known,
  };
}

async function requestKill(records: RecordsScope, instances: readonly InstanceId[], reason: string): Promise<void> {
  for (const instance of instances) {
    const id = `${records.scope.task}/kill/${instance}`;
    await askInside(records, { id, instance, payload: { operation: 'kill', reason }, audited: 'instance.kill' });
  }
}

/** The notice counts, and the paused instance's own journal says so. */
async function recordNotice(records: RecordsScope, instances: readonly InstanceId[]): Promise<void> {
  for (const instance of instances) {
    await records.trx('sb_notice').insert({ instance, at_ms: records.scope.nowMs });
    const text = 'Paused for too long: its supervisors, author and last editor were told.';
    await askInside(records, {
      id: `${records.scope.task}/note/${instance}`,
      instance,
      payload: { operation: 'note', level: 'warning', code: 'paused-too-long', text },
    });
  }
}

async function purge(records: RecordsScope, what: PurgeTarget, olderThanMs: number | undefined): Promise<number> {
  switch (what) {
    case 'journal':
    case 'tasks':
    case 'events':
    case 'instances':
      return purgeByWorkflow(records, what, olderThanMs);
    default:
      return purgeOfWeb(records, what, olderThanMs ?? records.scope.nowMs);
  }
}

const dayMs = 86_400_000;

/** Each workflow keeps its own `historyDays` (0 keeps all) where no age is given. */
async function purgeByWorkflow(
  records: RecordsScope,
  what: HistoryTarget,
  olderThanMs: number | undefined,
): Promise<number> {
  const names = z
    .array(workflowNameSchema)
    .parse(await records.trx('sb_instance').distinct('workflow').pluck('workflow'));
  const counts = names.map(async (workflow) => {
    const { historyDays } = await records.facts.retention(workflow);
    if (olderThanMs === undefined && historyDays === 0) return 0;
    return purgers[what](records.trx, workflow, olderThanMs ?? records.scope.nowMs - historyDays * dayMs);
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

type HistoryTarget = 'journal' | 'tasks' | 'events' | 'instances';

const endedBefore = (trx: Knex, workflow: string, beforeMs: number): Knex.QueryBuilder =>
  trx('sb_instance').where({ workflow }).where('ended_at_ms', '<', beforeMs).select('id');

/** A history goes only whole, and only of instances that ended (semantics.md 11); what people were told of it goes with it. */
const purgers: Readonly<Record<HistoryTarget, (trx: Knex, workflow: string, beforeMs: number) => Promise<number>>> = {
  journal: async (trx, workflow, beforeMs) => {
    for (const told of ['sb_work_rows', 'sb_mail'])
      await trx(told)
        .whereIn('instance', endedBefore(trx, workflow, beforeMs))
        .delete();
    return trx('sb_history')
      .whereIn('instance', endedBefore(trx, workflow, beforeMs))
      .delete();
  },
  tasks: (trx, workflow, beforeMs) =>
    trx('sb_task')
      .whereIn('instance', endedBefore(trx, workflow, beforeMs))
      .delete(),
  events: (trx, workflow, beforeMs) => trx('sb_firing').where({ workflow }).where('due_at_ms', '<', beforeMs).delete(),
  instances: async (trx, workflow, beforeMs) => {
    const purged = await trx('sb_instance')
      .where({ workflow })
      .where('ended_at_ms', '<', beforeMs)
      .whereNotExists(trx('sb_history').whereRaw('sb_history.instance = sb_instance.id').select(trx.raw('1')))
      .whereNotExists(trx('sb_work_table').whereRaw('sb_work_table.instance = sb_instance.id').select(trx.raw('1')))
      .delete();
    for (const left of ['sb_secret', 'sb_work_rows', 'sb_mail'])
      await trx(left)
        .whereNotNull('instance')
        .whereNotExists(trx('sb_instance').whereRaw(`sb_instance.id = ${left}.instance`).select(trx.raw('1')))
        .delete();
    return purged;
  },
};

const webTables = {
  sessions: { table: 'sb_session', column: 'expires_at' },
  logins: { table: 'sb_login', column: 'at' },
  audit: { table: 'sb_audit', column: 'at' },
} as const;

/** Counts what web will purge, and tells it to: only web writes its file, and purging twice changes nothing. */
async function purgeOfWeb(records: RecordsScope, what: keyof typeof webTables, olderThanMs: number): Promise<number> {
  const { table, column } = webTables[what];
  const [counted] = await records
    .inboxReader(table)
    .where(column, '<', new Date(olderThanMs).toISOString())
    .count({ rows: '*' });
  await toWeb(records.trx, { type: 'purgeRecords', what, olderThanMs }, records.scope.nowMs);
  return Number(counted?.rows ?? 0);
}

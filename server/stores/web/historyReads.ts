import type { Knex } from 'knex';
import { z } from 'zod';
import { entrySchema, levelSchema } from '../../../engine/model/entry.ts';
import type { Entry } from '../../../engine/model/entry.ts';
import { failureSchema } from '../../../engine/model/failure.ts';
import { progressSchema, taskStatusSchema } from '../../../engine/model/task.ts';
import type { JournalLine, TaskRow } from '../../contract/instances.ts';
import { isoOf, isoOrNull } from '../../operations/ports/clock.ts';
import type { EngineReader, TaskFilter } from '../../operations/ports/engineReader.ts';
import { journalQuery, lineOf } from './journalLines.ts';
import { pageOf } from './paging.ts';

interface HistoryRow {
  instance: string;
  seq: number;
  at_ms: number;
  type: string;
  level: string | null;
  activity: string | null;
  task: string | null;
  entry: string;
}

interface StoredTask {
  id: string;
  instance: string;
  activity: string;
  status: string;
  attempt: number;
  created_at_ms: number;
  started_at_ms: number | null;
  ended_at_ms: number | null;
  duration_ms: number | null;
  record_count: number | null;
  progress: string | null;
  failure: string | null;
}

/** The number and the instant stand in columns of their own, whether the stored text repeats them or not. */
const entryOf = (row: HistoryRow): Entry => {
  const stored = z.record(z.string(), z.unknown()).parse(JSON.parse(row.entry));
  return entrySchema.parse({ ...stored, seq: row.seq, atMs: row.at_ms, type: row.type });
};

const orNull = <Value>(schema: z.ZodType<Value>, text: string | null): Value | null =>
  text === null ? null : schema.parse(JSON.parse(text));

const taskOf = (row: StoredTask): TaskRow => ({
  id: row.id,
  instance: row.instance,
  activity: row.activity,
  status: taskStatusSchema.parse(row.status),
  attempt: row.attempt,
  createdAt: isoOf(row.created_at_ms),
  startedAt: isoOrNull(row.started_at_ms),
  endedAt: isoOrNull(row.ended_at_ms),
  durationMs: row.duration_ms,
  recordCount: row.record_count,
  progress: orNull(progressSchema, row.progress),
  failure: orNull(failureSchema, row.failure),
});

const journalLine = (row: HistoryRow): JournalLine =>
  lineOf(entryOf(row), { level: levelSchema.parse(row.level), activity: row.activity, task: row.task });

const defined = (filter: TaskFilter): Record<string, string> =>
  Object.fromEntries(
    Object.entries(filter).flatMap(([column, value]) => (value === undefined ? [] : [[column, value]])),
  );

type HistoryReads = Pick<
  EngineReader,
  'task' | 'instancesOf' | 'tasks' | 'history' | 'historyLength' | 'statusSinceMs' | 'journal'
>;

export function createHistoryReads(knex: Knex): HistoryReads {
  return {
    task: async (id) => {
      const row = await knex<StoredTask>('sb_task').where({ id }).first();
      return row && taskOf(row);
    },
    instancesOf: async (tasks) => {
      const rows = await knex<StoredTask>('sb_task')
        .whereIn('id', [...tasks])
        .select('id', 'instance');
      return new Map(rows.map(({ id, instance }) => [id, instance]));
    },
    tasks: async (instance, filter, range) => {
      const { activity, status } = filter;
      const query = knex('sb_task').where({ instance, ...defined({ activity, status }) });
      const page = await pageOf<StoredTask>(query, range, [{ column: 'number', order: 'asc' }]);
      return { items: page.items.map(taskOf), total: page.total };
    },
    history: async (instance, after, limit) =>
      (
        await knex<HistoryRow>('sb_history').where({ instance }).where('seq', '>', after).orderBy('seq').limit(limit)
      ).map(entryOf),
    historyLength: async (instance) => {
      const counted: { total?: number | string }[] = await knex('sb_history').where({ instance }).count({ total: '*' });
      return Number(counted[0]?.total ?? 0);
    },
    statusSinceMs: async (instance) => {
      const row = await knex<HistoryRow>('sb_history')
        .where({ instance, type: 'statusChanged' })
        .orderBy('seq', 'desc')
        .first('at_ms');
      return row?.at_ms;
    },
    journal: async (instance, filter, range) => {
      const order = [{ column: 'seq', order: 'asc' }] as const;
      const page = await pageOf<HistoryRow>(journalQuery(knex, instance, filter), range, order);
      return { items: page.items.map(journalLine), total: page.total };
    },
  };
}

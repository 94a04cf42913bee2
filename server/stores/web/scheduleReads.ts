import type { Knex } from 'knex';
import { z } from 'zod';
import { backfillSchema, firingRowSchema } from '../../contract/schedules.ts';
import type { BackfillView, FiringQuery, FiringRow } from '../../contract/schedules.ts';
import { isoOf, isoOrNull } from '../../operations/ports/clock.ts';
import type { EngineReader } from '../../operations/ports/engineReader.ts';
import { pageOf } from './paging.ts';

const backfillRowSchema = z.object({
  id: z.string(),
  workflow: z.string(),
  activity: z.string(),
  status: z.string(),
  from_ms: z.coerce.number(),
  until_ms: z.coerce.number(),
  total: z.number(),
  begun: z.number(),
  instance: z.string().nullable(),
  by: z.string(),
  asked_at_ms: z.coerce.number(),
  ended_at_ms: z.coerce.number().nullable(),
  reason: z.string().nullable(),
});

const countSchema = z.array(z.object({ status: z.string(), count: z.coerce.number() }));

async function backfillOf(knex: Knex, row: unknown): Promise<BackfillView> {
  const { from_ms, until_ms, asked_at_ms, ended_at_ms, ...rest } = backfillRowSchema.parse(row);
  const counts: unknown = await knex('sb_firing')
    .join('sb_instance', 'sb_instance.id', 'sb_firing.instance')
    .where('sb_firing.backfill', rest.id)
    .groupBy('sb_instance.status')
    .select('sb_instance.status')
    .count({ count: '*' });
  return backfillSchema.parse({
    ...rest,
    from: isoOf(from_ms),
    to: isoOf(until_ms),
    askedAt: isoOf(asked_at_ms),
    endedAt: isoOrNull(ended_at_ms),
    instances: Object.fromEntries(countSchema.parse(counts).map(({ status, count }) => [status, count])),
  });
}

const storedFiringSchema = z.object({
  id: z.number(),
  workflow: z.string(),
  activity: z.string(),
  due_at_ms: z.coerce.number(),
  status: z.string(),
  reason: z.string().nullable(),
  instance: z.string().nullable(),
  backfill: z.string().nullable(),
});

function firingOf(row: unknown): FiringRow {
  const { due_at_ms, activity, ...rest } = storedFiringSchema.parse(row);
  return firingRowSchema.parse({ ...rest, activity: activity === '' ? null : activity, dueAt: isoOf(due_at_ms) });
}

const leftOut: ReadonlySet<FiringQuery['status']> = new Set(['skipped', 'missed', 'replaced', 'unmet'] as const);

function wanted(knex: Knex, filter: Omit<FiringQuery, 'page' | 'size'>): Knex.QueryBuilder {
  const query = knex('sb_firing');
  for (const column of ['status', 'workflow', 'activity', 'backfill'] as const) {
    const value = filter[column];
    if (value !== undefined) void query.where(column, value);
  }
  // In the words of the index that has these alone.
  if (filter.began === 'no' || leftOut.has(filter.status)) void query.whereRaw("status <> 'begun'");
  if (filter.from !== undefined) void query.where('due_at_ms', '>=', Date.parse(filter.from));
  if (filter.to !== undefined) void query.where('due_at_ms', '<', Date.parse(filter.to));
  return query;
}

type ScheduleReads = Pick<EngineReader, 'backfill' | 'backfills' | 'firingRows' | 'lastFiring'>;

/** What became of firings, and how far backfills have come. */
export function createScheduleReads(knex: Knex): ScheduleReads {
  return {
    backfill: async (id) => {
      const row: unknown = await knex('sb_backfill').where({ id }).first();
      return row === undefined ? undefined : backfillOf(knex, row);
    },
    backfills: async (workflow, range) => {
      const order = [
        { column: 'asked_at_ms', order: 'desc' },
        { column: 'id', order: 'desc' },
      ] as const;
      const page = await pageOf<object>(knex('sb_backfill').where({ workflow }), range, order);
      return { items: await Promise.all(page.items.map((row) => backfillOf(knex, row))), total: page.total };
    },
    lastFiring: async (workflow, activity) => {
      const row: unknown = await knex('sb_firing').where({ workflow, activity }).orderBy('due_at_ms', 'desc').first();
      if (row === undefined) return undefined;
      const { dueAt, status, reason } = firingOf(row);
      return { dueAtMs: Date.parse(dueAt), status, reason };
    },
    firingRows: async (filter, range) => {
      const order = [
        { column: 'due_at_ms', order: 'desc' },
        { column: 'id', order: 'desc' },
      ] as const;
      const page = await pageOf<object>(wanted(knex, filter), range, order);
      return { items: page.items.map(firingOf), total: page.total };
    },
  };
}

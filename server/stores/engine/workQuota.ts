import type { Knex } from 'knex';
import { ExecutorFailure } from '../../../engine/activity/executor.ts';
import type { InstanceId } from '../../../engine/model/ids.ts';
import type { WorkTable } from '../../../engine/model/workTable.ts';
import { dropTable } from './workTables.ts';

/** The room that an instance has left for rows of work tables. */
export interface Room {
  /** A query that gives no more rows than it takes to see that they do not fit: no disk is filled to find that out. */
  readonly within: (query: string) => string;
  /**
   * Whether a work table that has been made fits; one that does not is dropped.
   * @throws ExecutorFailure of the cause `quota`.
   */
  readonly hold: (made: WorkTable) => Promise<void>;
}

const endless: Room = { within: (query) => query, hold: () => Promise.resolve() };

async function keptBy(knex: Knex, instance: InstanceId): Promise<number> {
  const [kept] = await knex('sb_work_table').where({ instance }).sum({ rows: 'record_count' });
  return Number(kept?.rows ?? 0);
}

/** What an instance may still keep, of so many rows at a time (semantics.md 6). */
export async function roomFor(knex: Knex, instance: InstanceId, rows = 0): Promise<Room> {
  if (rows === 0) return endless;
  const kept = await keptBy(knex, instance);
  const left = Math.max(0, rows - kept);
  return {
    within: (query) => `SELECT * FROM (${query}\n) AS fitting LIMIT ${String(left + 1)}`,
    hold: async ({ name, recordCount }) => {
      if (recordCount <= left) return;
      await dropTable(knex, name);
      throw exceeded(rows, kept);
    },
  };
}

const exceeded = (rows: number, kept: number): ExecutorFailure =>
  new ExecutorFailure({
    cause: 'quota',
    message: `An instance may keep ${String(rows)} rows in work tables at a time: this one keeps ${String(kept)}, and its next work table has more than ${String(Math.max(0, rows - kept))}.`,
    hint: 'Select fewer rows on a newer version, or raise SIGNALBOX_WORK_ROWS and start again; then resume the instance.',
  });

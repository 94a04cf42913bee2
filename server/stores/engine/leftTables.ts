import type { Knex } from 'knex';
import { z } from 'zod';
import { dropTable } from './workTables.ts';

/** So long the work tables of an instance that did not finish are there to be looked at, or to restart from (semantics.md 6). */
const keptMs = 7 * 86_400_000;

/** Drops the work tables of instances that ended long ago, and of those of which nothing else is left; answers how many. */
export async function dropLeftTables(knex: Knex, nowMs: number): Promise<number> {
  const before = nowMs - keptMs;
  const left = z.array(z.string()).parse(
    await knex('sb_work_table')
      .leftJoin('sb_instance', 'sb_instance.id', 'sb_work_table.instance')
      .where('sb_instance.ended_at_ms', '<', before)
      .orWhere((gone) => {
        void gone.whereNull('sb_instance.id').where('sb_work_table.created_at_ms', '<', before);
      })
      .pluck('sb_work_table.name'),
  );
  // One at a time: what else the worker does is held up by none of them for long.
  for (const name of left) await knex.transaction((trx) => dropTable(trx, name));
  return left.length;
}

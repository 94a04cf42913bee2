import type { Knex } from 'knex';

const dayMs = 86_400_000;
/** Web keeps what came in for 30 days: what became of it is there a day longer. */
const keptMs = 31 * dayMs;

/**
 * Takes away what became of requests and signals that nobody asks for any more (what is still undelivered expired long ago), and
 * messages that belong to no instance: those of one go with its journal.
 */
export async function purgeSettled(knex: Knex, nowMs: number): Promise<void> {
  for (const table of ['sb_request_outcome', 'sb_signal_outcome'])
    await knex(table)
      .where('settled_at_ms', '<', nowMs - keptMs)
      .delete();
  await knex('sb_mail')
    .whereNull('instance')
    .where('created_at_ms', '<', nowMs - keptMs)
    .delete();
}

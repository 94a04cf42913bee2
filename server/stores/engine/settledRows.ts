import type { Knex } from 'knex';

const dayMs = 86_400_000;
/** Web keeps what came in for 30 days: what became of it is there a day longer. */
const keptMs = 31 * dayMs;
/** That a mail was sent is known for longer than it says what: a workflow that was paused for weeks goes on where it was. */
const knownMs = 93 * dayMs;

/**
 * Takes away what became of requests and signals that nobody asks for any more (what is still undelivered expired long ago),
 * messages that belong to no instance (those of one go with its journal), and the keys of mails that were sent long ago.
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
  await knex('sb_mail_once')
    .where('sent_at_ms', '<', nowMs - knownMs)
    .delete();
}

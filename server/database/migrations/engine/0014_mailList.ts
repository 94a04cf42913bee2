import type { Knex } from 'knex';

/** The outbox is read by status, newest first. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('sb_mail', (table) => {
    table.index(['status', 'id'], 'sb_mail_status');
  });
}

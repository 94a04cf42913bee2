import type { Knex } from 'knex';

/** Mails that are sent once whichever instance sends them are known by a digest of what they are for: it holds nothing to read. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('sb_mail_once', (table) => {
    table.text('digest').primary();
    table.bigInteger('sent_at_ms').notNullable().index();
  });
}

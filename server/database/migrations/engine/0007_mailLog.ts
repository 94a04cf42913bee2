import type { Knex } from 'knex';

/** Mails of activities are known by a key that stays over attempts, so that none is sent twice. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('sb_mail', (table) => {
    table.text('key').unique();
  });
}

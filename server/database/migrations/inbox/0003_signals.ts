import type { Knex } from 'knex';

/** A signal carries whether who sent it may start technical workflows: workers do not know anybody's rights. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('sb_signal', (table) => {
    table.boolean('starts_technical').notNullable().defaultTo(false);
  });
}

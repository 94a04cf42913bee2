import type { Knex } from 'knex';

/** A package that was removed stays noted: it is not installed anew by the next start. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('sb_package', (table) => {
    // installed; removed, with its tables or without.
    table.text('status').notNullable().defaultTo('installed');
    table.boolean('data_kept').notNullable().defaultTo(true);
    // How often it was installed, so that each time its workflows are started once.
    table.integer('installs').notNullable().defaultTo(1);
  });
}

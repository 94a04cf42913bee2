import type { Knex } from 'knex';

/** Rows that come from outside for tables of packages, until a worker takes them over: web never writes those tables. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('sb_package_row', (table) => {
    table.increments('position');
    table.text('target').notNullable();
    table.text('content').notNullable();
    // What the rows have in common that are changed; absent where a row is added.
    table.text('match');
    // By which whoever sent it knows it: unique a table while it is here.
    table.text('key');
    table.text('received_at').notNullable();
    table.unique(['target', 'key']);
  });
}

import type { Knex } from 'knex';

/** Inputs that nobody reads back; the first rows of work tables, which the history keeps when the tables have gone. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('sb_secret', (table) => {
    table.text('instance').notNullable();
    table.text('name').notNullable();
    table.text('value').notNullable();
    table.primary(['instance', 'name']);
  });
  await knex.schema.createTable('sb_work_rows', (table) => {
    // The work table's name: several events may carry one.
    table.text('name').primary();
    table.text('instance').notNullable().index();
    table.text('columns').notNullable();
    table.text('rows').notNullable();
  });
}

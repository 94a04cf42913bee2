import type { Knex } from 'knex';

/** What a dry run has shown: the same request for many instances, until somebody applies it or it expires. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('sb_selection', (table) => {
    table.text('id').primary();
    table.text('by').notNullable();
    table.text('asked').notNullable();
    table.text('items').notNullable();
    table.text('created_at').notNullable().index();
    table.text('expires_at').notNullable();
    table.text('applied_at');
  });
}

import type { Knex } from 'knex';

/** How far web has come with what workers asked of it, and the way to the requests about one workflow. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('sb_web_command_performed', (table) => {
    table.text('source').primary();
    // Workers delete the rows of `sb_web_command` up to this id: web never writes their file.
    table.integer('last_id').notNullable();
  });
  await knex.schema.alterTable('sb_request', (table) => {
    table.index(['workflow', 'position']);
  });
}

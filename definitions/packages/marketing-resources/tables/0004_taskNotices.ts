import type { Knex } from 'knex';

/** First notices by a template, of tasks that belong to the campaigns. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('nms_task', (table) => {
    // So many hours before its start, where no date is set.
    table.integer('initial_notice_hours');
  });
}

/** The tasks stay with the campaigns. */
export async function down(knex: Knex): Promise<void> {
  // Not by knex, which on SQLite makes the table anew: what points to it does not let it go.
  await knex.raw('ALTER TABLE nms_task DROP COLUMN initial_notice_hours');
}

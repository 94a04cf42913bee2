import type { Knex } from 'knex';

/** Firings that are made up for, and who asked for them; reminders; what is expected of workflows. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('sb_backfill', (table) => {
    table.text('id').primary();
    table.text('workflow').notNullable().index();
    table.text('activity').notNullable();
    table.text('status').notNullable().index();
    table.bigInteger('from_ms').notNullable();
    table.bigInteger('until_ms').notNullable();
    table.integer('total').notNullable();
    table.integer('begun').notNullable();
    table.bigInteger('last_due_at_ms');
    // The one that began last: the next waits for its end.
    table.text('instance');
    table.text('by').notNullable();
    table.bigInteger('asked_at_ms').notNullable();
    table.bigInteger('ended_at_ms');
    table.text('reason');
  });
  // Of what is critical supervisors are told again, until it is acknowledged.
  await knex.schema.createTable('sb_reminder', (table) => {
    table.text('instance').primary();
    table.text('group_name').notNullable();
    table.text('title').notNullable();
    table.text('message').notNullable();
    table.bigInteger('due_at_ms').notNullable().index();
  });
  // By when workflows are expected to have finished.
  await knex.schema.createTable('sb_expectation', (table) => {
    table.text('workflow').primary();
    table.bigInteger('since_ms').notNullable();
    table.bigInteger('due_at_ms').notNullable().index();
  });
  await knex.schema.alterTable('sb_firing', (table) => {
    table.text('backfill').index();
  });
}

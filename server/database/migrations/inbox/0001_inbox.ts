import type { Knex } from 'knex';

/** What only web writes: people, drafts, versions, and what comes from outside until a worker takes it over. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('sb_operator', (table) => {
    table.text('name').primary();
    table.text('label').notNullable();
    table.text('role').notNullable();
    table.text('password_hash').notNullable();
    table.boolean('disabled').notNullable().defaultTo(false);
    table.text('created_at').notNullable();
  });
  await knex.schema.createTable('sb_session', (table) => {
    table.text('token_hash').primary();
    table.text('operator').notNullable().references('name').inTable('sb_operator').onDelete('CASCADE');
    table.text('created_at').notNullable();
    table.text('expires_at').notNullable().index();
  });
  await knex.schema.createTable('sb_token', (table) => {
    table.text('token_hash').primary();
    table.text('operator').notNullable().references('name').inTable('sb_operator').onDelete('CASCADE');
    table.text('label').notNullable();
    table.text('created_at').notNullable();
    table.text('last_used_at');
  });
  await knex.schema.createTable('sb_login', (table) => {
    table.increments('id');
    table.text('operator').notNullable();
    table.boolean('succeeded').notNullable();
    table.text('at').notNullable().index();
  });
  await knex.schema.createTable('sb_workflow', (table) => {
    table.text('name').primary();
    table.integer('version').notNullable().defaultTo(0);
    table.text('package');
    table.text('created_by').notNullable();
    table.text('created_at').notNullable();
    table.text('changed_by').notNullable();
    table.text('changed_at').notNullable();
  });
  await knex.schema.createTable('sb_draft', (table) => {
    table.text('workflow').primary().references('name').inTable('sb_workflow').onDelete('CASCADE');
    table.text('definition').notNullable();
    table.integer('base_version').notNullable();
    table.integer('revision').notNullable();
    table.text('changed_by').notNullable();
    table.text('changed_at').notNullable();
  });
  await knex.schema.createTable('sb_workflow_version', (table) => {
    table.text('workflow').notNullable();
    table.integer('version').notNullable();
    table.text('definition').notNullable();
    table.text('note').notNullable();
    table.text('created_by').notNullable();
    table.text('created_at').notNullable();
    table.primary(['workflow', 'version']);
  });
  await knex.schema.createTable('sb_request', (table) => {
    // The order in which a worker takes requests and signals over.
    table.increments('position');
    table.text('id').notNullable().unique();
    table.text('operation').notNullable();
    table.text('workflow');
    table.text('instance').index();
    table.text('task');
    table.text('payload').notNullable();
    table.text('by').notNullable();
    table.text('requested_at').notNullable();
  });
  await knex.schema.createTable('sb_signal', (table) => {
    table.increments('position');
    table.text('id').notNullable();
    table.text('name').notNullable();
    table.text('key');
    table.text('instance');
    table.text('vars').notNullable();
    table.text('by').notNullable();
    table.text('received_at').notNullable();
    // `id` is unique a name for 30 days (semantics.md 5).
    table.unique(['name', 'id']);
  });
  await knex.schema.createTable('sb_idempotency', (table) => {
    table.text('operator').notNullable();
    table.text('key').notNullable();
    table.text('method_path').notNullable();
    table.text('body_hash').notNullable();
    table.integer('status').notNullable();
    table.text('answer').notNullable();
    table.text('created_at').notNullable().index();
    table.primary(['operator', 'key']);
  });
  await knex.schema.createTable('sb_audit', (table) => {
    table.increments('id');
    table.text('at').notNullable().index();
    table.text('by').notNullable();
    table.text('action').notNullable();
    table.text('subject').notNullable();
    table.text('before');
    table.text('after');
  });
  // Deaths of a worker by our own hand do not count as `lost` (semantics.md 8).
  await knex.schema.createTable('sb_worker_kill', (table) => {
    table.increments('id');
    table.text('worker').notNullable();
    table.text('reason').notNullable();
    table.text('at').notNullable();
  });
}

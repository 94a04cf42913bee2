import type { Knex } from 'knex';
import { dataSchema, dialectOf } from '../../dialect.ts';

/** What only workers write: the running state of workflows and instances, and the platform's option table. */
export async function up(knex: Knex): Promise<void> {
  await createWorkflowTables(knex);
  await createInstanceTables(knex);
  await createWaitingTables(knex);
  await createOutboxTables(knex);
}

async function createWorkflowTables(knex: Knex): Promise<void> {
  await knex.schema.createTable('sb_workflow_state', (table) => {
    table.text('workflow').primary();
    table.text('status').notNullable();
    // The version whose schedules are armed.
    table.integer('version').notNullable();
    table.boolean('schedule_held').notNullable().defaultTo(false);
    table.integer('consecutive_failures').notNullable().defaultTo(0);
    table.text('vars').notNullable();
  });
  await knex.schema.createTable('sb_schedule', (table) => {
    table.text('workflow').notNullable();
    table.text('activity').notNullable();
    table.bigInteger('due_at_ms').index();
    table.bigInteger('last_due_at_ms');
    table.integer('runs').notNullable().defaultTo(0);
    // Due, but waits until no instance of the workflow is unfinished.
    table.boolean('waiting').notNullable().defaultTo(false);
    table.primary(['workflow', 'activity']);
  });
  await knex.schema.createTable('sb_firing', (table) => {
    table.increments('id');
    table.text('workflow').notNullable();
    table.text('activity').notNullable();
    table.bigInteger('due_at_ms').notNullable();
    table.text('status').notNullable();
    table.text('reason');
    table.text('instance');
    table.index(['workflow', 'due_at_ms']);
  });
  await knex.schema.createTable('sb_signal_entry', (table) => {
    table.text('workflow').notNullable();
    table.text('activity').notNullable();
    table.text('signal').notNullable().index();
    table.primary(['workflow', 'activity']);
  });
  await knex.schema.createTable('sb_worker', (table) => {
    table.text('id').primary();
    table.bigInteger('started_at_ms').notNullable();
    table.bigInteger('drained_at_ms');
  });
  await knex.schema.createTable('sb_package', (table) => {
    table.text('name').primary();
    table.text('version').notNullable();
    table.text('installed_at').notNullable();
    table.boolean('demo').notNullable().defaultTo(false);
  });
  // A plain table on purpose: workflows read and write options in SQL (no `sb_` prefix).
  const dataTables = dialectOf(knex) === 'postgres' ? knex.schema.withSchema(dataSchema) : knex.schema;
  await dataTables.createTable('xtk_option', (table) => {
    table.text('name').primary();
    table.text('data_type').notNullable();
    table.text('value');
  });
}

async function createInstanceTables(knex: Knex): Promise<void> {
  await knex.schema.createTable('sb_instance', (table) => {
    table.text('id').primary();
    table.text('workflow').notNullable();
    table.integer('version').notNullable();
    table.text('status').notNullable();
    table.text('severity').notNullable();
    table.integer('severity_rank').notNullable();
    table.text('started_by').notNullable();
    table.bigInteger('started_at_ms').notNullable();
    table.bigInteger('ended_at_ms');
    table.bigInteger('paused_at_ms');
    table.bigInteger('pause_until_ms').index();
    table.integer('seq').notNullable();
    // The folded state, as JSON: live tasks and unconsumed events only.
    table.text('state').notNullable();
    table.index(['workflow', 'started_at_ms']);
    table.index(['status', 'started_at_ms']);
    table.index(['started_at_ms']);
  });
  await knex.schema.createTable('sb_task', (table) => {
    table.text('id').primary();
    table.text('instance').notNullable();
    table.integer('number').notNullable();
    table.text('activity').notNullable();
    table.text('status').notNullable();
    table.integer('attempt').notNullable();
    table.bigInteger('created_at_ms').notNullable();
    table.bigInteger('started_at_ms');
    table.bigInteger('ended_at_ms');
    table.bigInteger('duration_ms');
    table.bigInteger('record_count');
    table.text('progress');
    table.text('failure');
    table.index(['instance', 'number']);
    table.index(['status', 'ended_at_ms']);
  });
  await knex.schema.createTable('sb_history', (table) => {
    table.text('instance').notNullable();
    table.integer('seq').notNullable();
    table.bigInteger('at_ms').notNullable();
    table.text('type').notNullable();
    table.text('level');
    table.text('activity');
    table.text('task');
    table.text('entry').notNullable();
    table.primary(['instance', 'seq']);
    table.index(['type', 'instance', 'seq']);
  });
  await knex.schema.createTable('sb_work_table', (table) => {
    table.text('name').primary();
    table.text('instance').notNullable().index();
    table.text('task').notNullable();
    table.bigInteger('record_count').notNullable();
    table.bigInteger('created_at_ms').notNullable();
  });
}

async function createWaitingTables(knex: Knex): Promise<void> {
  // The run queue: a row a task that may start; it goes in the transaction of the task's result.
  await knex.schema.createTable('sb_ready', (table) => {
    table.increments('position');
    table.text('task').notNullable().unique();
    table.text('instance').notNullable().index();
    // When it was ready, less a head start by severity: the more it matters the sooner, and nothing starves.
    table.bigInteger('order_ms').notNullable().index();
  });
  await knex.schema.createTable('sb_timer', (table) => {
    table.text('instance').notNullable();
    table.text('task').notNullable();
    table.text('name').notNullable();
    table.bigInteger('due_at_ms').notNullable().index();
    table.primary(['instance', 'task', 'name']);
  });
  await knex.schema.createTable('sb_subscription', (table) => {
    table.text('task').primary();
    table.text('instance').notNullable().index();
    table.text('signal').notNullable();
    table.text('key');
    table.index(['signal', 'key']);
  });
}

async function createOutboxTables(knex: Knex): Promise<void> {
  // What a worker has taken over from web, with what became of it: taking it over twice changes nothing.
  await knex.schema.createTable('sb_request_outcome', (table) => {
    table.text('id').primary();
    table.text('status').notNullable();
    table.text('code');
    table.text('reason');
    table.text('instance');
    table.bigInteger('settled_at_ms').notNullable();
  });
  await knex.schema.createTable('sb_signal_outcome', (table) => {
    table.integer('position').primary();
    table.text('name').notNullable();
    table.text('status').notNullable().index();
    table.text('delivered_to').notNullable();
    table.bigInteger('settled_at_ms').notNullable();
  });
  await knex.schema.createTable('sb_inbox_position', (table) => {
    table.text('source').primary();
    table.integer('position').notNullable();
  });
  // What kinds ask of other instances, in their step's transaction; applied like an operator's request.
  await knex.schema.createTable('sb_inner_request', (table) => {
    table.increments('position');
    table.text('id').notNullable().unique();
    table.text('operation').notNullable();
    table.text('instance').notNullable();
    table.text('payload').notNullable();
    table.text('by').notNullable();
    table.bigInteger('requested_at_ms').notNullable();
  });
  // What a worker asks web to do in the file that only web writes (purges of sessions, logins, audit; audit lines).
  await knex.schema.createTable('sb_web_command', (table) => {
    table.increments('id');
    table.text('type').notNullable();
    table.text('payload').notNullable();
    table.bigInteger('created_at_ms').notNullable();
  });
  await knex.schema.createTable('sb_mail', (table) => {
    table.increments('id');
    table.text('instance').index();
    table.text('task');
    table.text('to').notNullable();
    table.text('group_name');
    table.text('title').notNullable();
    table.text('message').notNullable();
    table.text('status').notNullable();
    table.bigInteger('created_at_ms').notNullable().index();
  });
  await knex.schema.createTable('sb_notice', (table) => {
    table.increments('id');
    table.text('instance').notNullable().index();
    table.bigInteger('at_ms').notNullable();
  });
}

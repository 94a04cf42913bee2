import type { Knex } from 'knex';
import { amountColumn, flagColumn, idColumn, instantColumn, ownedBy, pointsTo } from '../../columns.ts';

/** Plans hold programs, which hold campaigns; each carries what it costs. */
export async function up(knex: Knex): Promise<void> {
  await createPlans(knex);
  await createCampaigns(knex);
  await createOccurrences(knex);
  await createJobs(knex);
}

/** What was foreseen, what was computed, and what somebody entered, which wins. */
function costColumns(table: Knex.CreateTableBuilder): void {
  for (const name of ['provisional_cost', 'computed_cost', 'real_cost']) amountColumn(table, name);
}

async function createPlans(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_plan', (table) => {
    idColumn(table, 'plan_id');
    table.text('name').notNullable().unique();
    table.text('label').notNullable();
    ownedBy(table, 'budget_id', 'nms_budget');
    instantColumn(table, 'starts_at').notNullable();
    instantColumn(table, 'ends_at').notNullable();
    costColumns(table);
    table.index(['budget_id'], 'nms_plan_budget');
  });
  await knex.schema.createTable('nms_program', (table) => {
    idColumn(table, 'program_id');
    ownedBy(table, 'plan_id', 'nms_plan').notNullable();
    table.text('name').notNullable().unique();
    table.text('label').notNullable();
    ownedBy(table, 'budget_id', 'nms_budget');
    instantColumn(table, 'starts_at').notNullable();
    instantColumn(table, 'ends_at').notNullable();
    costColumns(table);
    table.index(['plan_id'], 'nms_program_plan');
    table.index(['budget_id'], 'nms_program_budget');
  });
}

async function createCampaigns(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_operation', (table) => {
    idColumn(table, 'operation_id');
    ownedBy(table, 'program_id', 'nms_program');
    table.text('name').notNullable().unique();
    table.text('label').notNullable();
    // edited, planned, inProgress, finished, cancelled.
    table.text('status').notNullable().defaultTo('edited');
    // standard; recurring: a workflow for each date; periodic: a campaign for each date.
    table.text('kind').notNullable().defaultTo('standard');
    flagColumn(table, 'is_model');
    pointsTo(table, 'template_id');
    // Of a campaign that follows another in step, as those of local entities do.
    pointsTo(table, 'parent_id');
    ownedBy(table, 'manager_id', 'xtk_operator');
    flagColumn(table, 'notices', 1);
    ownedBy(table, 'budget_id', 'nms_budget');
    // edited, defined, approved; and which total of the budget its costs go to: planned, reserved, committed.
    table.text('budget_status').notNullable().defaultTo('edited');
    table.text('commitment').notNullable().defaultTo('planned');
    // The workflow that a recurring campaign makes copies of, and how long before a date it does.
    table.text('workflow');
    table.integer('create_ahead_days').notNullable().defaultTo(0);
    instantColumn(table, 'starts_at').notNullable();
    instantColumn(table, 'ends_at').notNullable();
    costColumns(table);
    instantColumn(table, 'last_modified_at').notNullable();
    table.index(['program_id'], 'nms_operation_program');
    table.index(['budget_id'], 'nms_operation_budget');
    table.index(['status', 'is_model'], 'nms_operation_status');
    table.index(['template_id'], 'nms_operation_template');
    table.index(['parent_id'], 'nms_operation_parent');
  });
}

async function createOccurrences(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_operation_occurrence', (table) => {
    idColumn(table, 'operation_occurrence_id');
    ownedBy(table, 'operation_id', 'nms_operation').notNullable();
    instantColumn(table, 'planned_at').notNullable();
    flagColumn(table, 'to_start');
    flagColumn(table, 'to_approve');
    // What was made for this date: its label is the template's, # and this number.
    table.integer('number');
    table.text('created_label');
    pointsTo(table, 'created_operation_id');
    instantColumn(table, 'created_at');
    instantColumn(table, 'started_at');
    table.unique(['operation_id', 'planned_at'], { indexName: 'nms_operation_occurrence_date' });
    table.index(['created_at', 'planned_at'], 'nms_operation_occurrence_due');
  });
}

async function createJobs(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_operation_job', (table) => {
    idColumn(table, 'operation_job_id');
    ownedBy(table, 'operation_id', 'nms_operation').notNullable();
    // targeting, extraction, workflow, hypothesis, simulation.
    table.text('kind').notNullable();
    // The number of the delivery, hypothesis or simulation; of a workflow its name.
    pointsTo(table, 'subject_id');
    table.text('workflow');
    // waiting, startAsSoonAsPossible, running, done, failed.
    table.text('status').notNullable().defaultTo('waiting');
    table.integer('priority').notNullable().defaultTo(0);
    table.integer('severity').notNullable().defaultTo(0);
    flagColumn(table, 'low_activity');
    instantColumn(table, 'planned_at').notNullable();
    // For the instance of a workflow.
    instantColumn(table, 'start_planning_at');
    flagColumn(table, 'force_approval');
    instantColumn(table, 'started_at');
    instantColumn(table, 'ended_at');
    table.text('message');
    table.index(['status', 'planned_at'], 'nms_operation_job_status');
    table.index(['operation_id'], 'nms_operation_job_operation');
  });
}

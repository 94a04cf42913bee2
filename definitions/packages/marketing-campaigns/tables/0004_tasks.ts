import type { Knex } from 'knex';
import { amountColumn, flagColumn, idColumn, instantColumn, ownedBy, pointsTo } from '../../columns.ts';

/** What people have to do in campaigns, and who is told of it when. */
export async function up(knex: Knex): Promise<void> {
  await createTasks(knex);
  await knex.schema.createTable('nms_task_operator', (table) => {
    idColumn(table, 'task_operator_id');
    ownedBy(table, 'task_id', 'nms_task').notNullable();
    ownedBy(table, 'operator_id', 'xtk_operator').notNullable();
    table.unique(['task_id', 'operator_id'], { indexName: 'nms_task_operator_pair' });
    table.index(['operator_id'], 'nms_task_operator_operator');
  });
  // One of each kind and date at most: start, initial, reminder, late, review, reviewReminder, rejected, finished.
  await knex.schema.createTable('nms_task_notice', (table) => {
    idColumn(table, 'task_notice_id');
    ownedBy(table, 'task_id', 'nms_task').notNullable();
    table.text('kind').notNullable();
    instantColumn(table, 'due_at').notNullable();
    instantColumn(table, 'sent_at');
    table.unique(['task_id', 'kind', 'due_at'], { indexName: 'nms_task_notice_once' });
    table.index(['sent_at', 'due_at'], 'nms_task_notice_due');
  });
}

async function createTasks(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_task', (table) => {
    idColumn(table, 'task_id');
    ownedBy(table, 'operation_id', 'nms_operation');
    table.text('label').notNullable();
    // task, notification, creation.
    table.text('kind').notNullable().defaultTo('task');
    // scheduled, inProgress, pendingApproval, rejected, finished, cancelled.
    table.text('status').notNullable().defaultTo('scheduled');
    ownedBy(table, 'manager_id', 'xtk_operator');
    ownedBy(table, 'reviewer_id', 'xtk_operator');
    // Who is told when it is late; nobody where it is absent.
    ownedBy(table, 'late_operator_id', 'xtk_operator');
    flagColumn(table, 'needs_approval');
    flagColumn(table, 'late');
    instantColumn(table, 'starts_at').notNullable();
    instantColumn(table, 'ends_at').notNullable();
    instantColumn(table, 'initial_notice_at');
    instantColumn(table, 'reminder_at');
    // When somebody said that it is done; with approval it is then to be reviewed until a deadline.
    instantColumn(table, 'closed_at');
    instantColumn(table, 'review_deadline_at');
    // accepted, refused.
    table.text('review');
    instantColumn(table, 'finished_at');
    // Of a creation task: the resource, and whether it is published in the end.
    pointsTo(table, 'asset_id');
    flagColumn(table, 'publish');
    ownedBy(table, 'cost_type_id', 'nms_cost_type');
    table.double('days').notNullable().defaultTo(0);
    for (const name of ['provisional_cost', 'computed_cost', 'real_cost']) amountColumn(table, name);
    instantColumn(table, 'last_modified_at').notNullable();
    table.index(['status', 'starts_at'], 'nms_task_starts');
    table.index(['status', 'ends_at'], 'nms_task_ends');
    table.index(['operation_id'], 'nms_task_operation');
    table.index(['asset_id'], 'nms_task_asset');
  });
}

import type { Knex } from 'knex';
import { amountColumn, flagColumn, idColumn, instantColumn, ownedBy, pointsTo } from '../../columns.ts';

/** Deliveries as campaigns know them, what must be approved of each, and what providers are asked for. */
export async function up(knex: Knex): Promise<void> {
  await createCampaignDeliveries(knex);
  await createApprovals(knex);
  await createExpenses(knex);
  await createMovements(knex);
}

async function createCampaignDeliveries(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_operation_delivery', (table) => {
    idColumn(table, 'operation_delivery_id');
    ownedBy(table, 'operation_id', 'nms_operation').notNullable();
    // The delivery itself goes with the clean-up of the database.
    pointsTo(table, 'delivery_id').notNullable();
    // email, mobile, directMail, external.
    table.text('kind').notNullable();
    // edited, targeted, pendingConfirmation, pendingExtraction, fileToApprove, started, finished.
    table.text('stage').notNullable().defaultTo('edited');
    ownedBy(table, 'owner_id', 'xtk_operator');
    flagColumn(table, 'notices', 1);
    ownedBy(table, 'supplier_service_id', 'nms_supplier_service');
    ownedBy(table, 'cost_type_id', 'nms_cost_type');
    // How many it targets, once it is analysed.
    table.integer('targeted');
    table.text('file_name');
    instantColumn(table, 'confirmed_at');
    instantColumn(table, 'supplier_told_at');
    instantColumn(table, 'post_started_at');
    instantColumn(table, 'file_sent_at');
    for (const name of ['provisional_cost', 'computed_cost', 'real_cost']) amountColumn(table, name);
    table.unique(['delivery_id'], { indexName: 'nms_operation_delivery_delivery' });
    table.index(['operation_id'], 'nms_operation_delivery_operation');
    table.index(['stage'], 'nms_operation_delivery_stage');
  });
}

async function createApprovals(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_approval', (table) => {
    idColumn(table, 'approval_id');
    ownedBy(table, 'operation_delivery_id', 'nms_operation_delivery').notNullable();
    // target, content, budget, extraction, proof.
    table.text('item').notNullable();
    // needed, pending, accepted, refused.
    table.text('status').notNullable().defaultTo('needed');
    // Neither: the manager of the campaign is asked.
    ownedBy(table, 'reviewer_id', 'xtk_operator');
    ownedBy(table, 'reviewer_group_id', 'xtk_operator_group');
    instantColumn(table, 'submitted_at');
    instantColumn(table, 'deadline_at');
    instantColumn(table, 'notified_at');
    ownedBy(table, 'answered_by_id', 'xtk_operator');
    instantColumn(table, 'answered_at');
    table.text('comment');
    table.unique(['operation_delivery_id', 'item'], { indexName: 'nms_approval_item' });
    table.index(['status', 'notified_at'], 'nms_approval_status');
  });
  await knex.schema.createTable('nms_approval_reminder', (table) => {
    idColumn(table, 'approval_reminder_id');
    ownedBy(table, 'approval_id', 'nms_approval').notNullable();
    instantColumn(table, 'due_at').notNullable();
    instantColumn(table, 'sent_at');
    table.index(['approval_id'], 'nms_approval_reminder_approval');
    table.index(['sent_at', 'due_at'], 'nms_approval_reminder_due');
  });
}

async function createExpenses(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_expense_line', (table) => {
    idColumn(table, 'expense_line_id');
    ownedBy(table, 'budget_id', 'nms_budget');
    ownedBy(table, 'operation_id', 'nms_operation').notNullable();
    ownedBy(table, 'operation_delivery_id', 'nms_operation_delivery');
    // A task of the campaign; its table is made after this one.
    pointsTo(table, 'task_id');
    ownedBy(table, 'cost_type_id', 'nms_cost_type');
    table.text('label').notNullable();
    table.double('quantity').notNullable().defaultTo(0);
    amountColumn(table, 'computed_cost').notNullable().defaultTo(0);
    // Entered by somebody: it wins over the computed one.
    amountColumn(table, 'real_cost');
    table.text('commitment').notNullable().defaultTo('planned');
    instantColumn(table, 'posted_at');
    instantColumn(table, 'computed_at').notNullable();
    table.index(['budget_id', 'commitment'], 'nms_expense_line_budget');
    table.index(['operation_id'], 'nms_expense_line_operation');
    table.index(['operation_delivery_id'], 'nms_expense_line_delivery');
    table.index(['task_id'], 'nms_expense_line_task');
  });
}

async function createMovements(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_stock_order', (table) => {
    idColumn(table, 'stock_order_id');
    ownedBy(table, 'supplier_id', 'nms_supplier').notNullable();
    table.text('label').notNullable();
    instantColumn(table, 'ordered_at').notNullable();
    table.index(['supplier_id'], 'nms_stock_order_supplier');
  });
  await knex.schema.createTable('nms_stock_order_line', (table) => {
    idColumn(table, 'stock_order_line_id');
    ownedBy(table, 'stock_order_id', 'nms_stock_order').notNullable();
    ownedBy(table, 'stock_line_id', 'nms_stock_line').notNullable();
    table.integer('quantity').notNullable();
    instantColumn(table, 'delivery_at').notNullable();
    // Absent while it is still ordered.
    instantColumn(table, 'delivered_at');
    table.index(['stock_order_id'], 'nms_stock_order_line_order');
    table.index(['stock_line_id', 'delivered_at'], 'nms_stock_order_line_stock');
    table.index(['delivered_at', 'delivery_at'], 'nms_stock_order_line_due');
  });
  await knex.schema.createTable('nms_stock_movement', (table) => {
    idColumn(table, 'stock_movement_id');
    ownedBy(table, 'stock_line_id', 'nms_stock_line').notNullable();
    // Above 0: delivered by an order; below: taken by a delivery.
    table.integer('quantity').notNullable();
    ownedBy(table, 'stock_order_line_id', 'nms_stock_order_line');
    ownedBy(table, 'operation_id', 'nms_operation');
    ownedBy(table, 'operation_delivery_id', 'nms_operation_delivery');
    instantColumn(table, 'moved_at').notNullable();
    table.unique(['stock_order_line_id'], { indexName: 'nms_stock_movement_order' });
    table.unique(['stock_line_id', 'operation_delivery_id'], { indexName: 'nms_stock_movement_delivery' });
    table.index(['operation_id'], 'nms_stock_movement_operation');
    table.index(['operation_delivery_id'], 'nms_stock_movement_taken');
  });
}

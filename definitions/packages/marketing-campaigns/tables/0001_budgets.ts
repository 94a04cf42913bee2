import type { Knex } from 'knex';
import { amountColumn, idColumn, instantColumn, ownedBy } from '../../columns.ts';

/** Providers with what they ask for, and the budgets that pay it. */
export async function up(knex: Knex): Promise<void> {
  await createBudgets(knex);
  await createSuppliers(knex);
  await createStock(knex);
  await createCosts(knex);
}

async function createBudgets(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_budget', (table) => {
    idColumn(table, 'budget_id');
    table.text('name').notNullable().unique();
    table.text('label').notNullable();
    amountColumn(table, 'amount').notNullable();
    // edited, approved.
    table.text('status').notNullable().defaultTo('edited');
    for (const name of ['planned_total', 'reserved_total', 'committed_total'])
      amountColumn(table, name).notNullable().defaultTo(0);
    instantColumn(table, 'starts_at').notNullable();
    instantColumn(table, 'ends_at').notNullable();
    instantColumn(table, 'computed_at');
  });
}

async function createSuppliers(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_supplier', (table) => {
    idColumn(table, 'supplier_id');
    table.text('name').notNullable().unique();
    table.text('label').notNullable();
  });
  await knex.schema.createTable('nms_supplier_service', (table) => {
    idColumn(table, 'supplier_service_id');
    ownedBy(table, 'supplier_id', 'nms_supplier').notNullable();
    table.text('label').notNullable();
    // The notice to the provider: its texts may hold {delivery} and {file}.
    table.text('notice_title').notNullable();
    table.text('notice_text').notNullable();
    table.text('recipient_group').notNullable();
    // The name of the extraction file, which may hold {delivery} and {date}.
    table.text('file_name').notNullable();
    table.text('export_template').notNullable();
    // The workflow that carries the file, where there is one.
    table.text('post_workflow');
    table.index(['supplier_id'], 'nms_supplier_service_supplier');
  });
  await knex.schema.createTable('nms_supplier_contact', (table) => {
    idColumn(table, 'supplier_contact_id');
    ownedBy(table, 'supplier_id', 'nms_supplier').notNullable();
    table.text('recipient_group').notNullable();
    table.text('name').notNullable();
    table.text('email').notNullable();
    table.index(['supplier_id', 'recipient_group'], 'nms_supplier_contact_group');
  });
}

async function createStock(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_stock', (table) => {
    idColumn(table, 'stock_id');
    table.text('label').notNullable();
    // Who is told when something runs out.
    ownedBy(table, 'operator_group_id', 'xtk_operator_group');
  });
  await knex.schema.createTable('nms_stock_line', (table) => {
    idColumn(table, 'stock_line_id');
    ownedBy(table, 'stock_id', 'nms_stock').notNullable();
    table.text('label').notNullable();
    table.integer('initial_quantity').notNullable();
    // Both are computed, never typed in.
    table.integer('consumed').notNullable().defaultTo(0);
    table.integer('in_stock').notNullable().defaultTo(0);
    table.integer('alert_level').notNullable();
    // Since when it is at or below its alert level, and whether somebody was told.
    instantColumn(table, 'alert_since');
    instantColumn(table, 'alerted_at');
    table.index(['stock_id'], 'nms_stock_line_stock');
  });
}

async function createCosts(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_cost_type', (table) => {
    idColumn(table, 'cost_type_id');
    ownedBy(table, 'supplier_service_id', 'nms_supplier_service');
    ownedBy(table, 'stock_line_id', 'nms_stock_line');
    table.text('label').notNullable();
    // Of the stock line, for a message.
    table.double('stock_units').notNullable().defaultTo(1);
    table.index(['supplier_service_id'], 'nms_cost_type_service');
    table.index(['stock_line_id'], 'nms_cost_type_stock');
  });
  await knex.schema.createTable('nms_cost_structure', (table) => {
    idColumn(table, 'cost_structure_id');
    ownedBy(table, 'cost_type_id', 'nms_cost_type').notNullable();
    // fixed, linear, batch, linearThreshold, constantThreshold, daily.
    table.text('kind').notNullable();
    amountColumn(table, 'amount');
    table.integer('batch_size');
    table.index(['cost_type_id'], 'nms_cost_structure_type');
  });
  await knex.schema.createTable('nms_cost_threshold', (table) => {
    idColumn(table, 'cost_threshold_id');
    ownedBy(table, 'cost_structure_id', 'nms_cost_structure').notNullable();
    // Up to so many messages; absent: any number beyond the others.
    table.integer('up_to');
    amountColumn(table, 'amount').notNullable();
    table.index(['cost_structure_id', 'up_to'], 'nms_cost_threshold_structure');
  });
}

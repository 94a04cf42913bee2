import type { Knex } from 'knex';
import { idColumn, instantColumn, ownedBy, pointsTo } from '../../columns.ts';

/** Campaigns that a central entity offers, and the orders of local ones. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_org_entity', (table) => {
    idColumn(table, 'org_entity_id');
    table.text('name').notNullable().unique();
    table.text('label').notNullable();
    ownedBy(table, 'notification_group_id', 'xtk_operator_group').notNullable();
  });
  await createPackages(knex);
  await createOrders(knex);
  // What was told about a package or an order, so that nothing is told twice.
  await knex.schema.createTable('nms_campaign_notice', (table) => {
    idColumn(table, 'campaign_notice_id');
    ownedBy(table, 'campaign_package_id', 'nms_campaign_package').notNullable();
    ownedBy(table, 'campaign_order_id', 'nms_campaign_order');
    // published, deadline, review, reviewReminder, toApprove, refused, created, cancelled.
    table.text('kind').notNullable();
    ownedBy(table, 'org_entity_id', 'nms_org_entity');
    instantColumn(table, 'sent_at').notNullable();
    table.index(['campaign_package_id', 'kind'], 'nms_campaign_notice_package');
    table.index(['campaign_order_id', 'kind'], 'nms_campaign_notice_order');
  });
}

async function createPackages(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_campaign_package', (table) => {
    idColumn(table, 'campaign_package_id');
    table.text('label').notNullable();
    // local; collaborative, by campaign, by form or simple.
    table.text('kind').notNullable();
    // edited, pendingApproval, published, cancelled.
    table.text('status').notNullable().defaultTo('edited');
    // The campaign that local ones are copies of, or follow.
    ownedBy(table, 'reference_operation_id', 'nms_operation').notNullable();
    ownedBy(table, 'reviewer_id', 'xtk_operator');
    instantColumn(table, 'submitted_at');
    instantColumn(table, 'review_deadline_at');
    instantColumn(table, 'review_reminder_at');
    table.integer('review_reminder_days');
    instantColumn(table, 'available_at').notNullable();
    instantColumn(table, 'order_deadline_at');
    instantColumn(table, 'published_at');
    instantColumn(table, 'cancelled_at');
    instantColumn(table, 'cancel_done_at');
    table.index(['status', 'order_deadline_at'], 'nms_campaign_package_status');
    table.index(['reference_operation_id'], 'nms_campaign_package_reference');
  });
  // Whom it is offered to; none: all entities.
  await knex.schema.createTable('nms_campaign_package_entity', (table) => {
    idColumn(table, 'campaign_package_entity_id');
    ownedBy(table, 'campaign_package_id', 'nms_campaign_package').notNullable();
    ownedBy(table, 'org_entity_id', 'nms_org_entity').notNullable();
    table.unique(['campaign_package_id', 'org_entity_id'], { indexName: 'nms_campaign_package_entity_pair' });
    table.index(['org_entity_id'], 'nms_campaign_package_entity_entity');
  });
}

async function createOrders(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_campaign_order', (table) => {
    idColumn(table, 'campaign_order_id');
    ownedBy(table, 'campaign_package_id', 'nms_campaign_package').notNullable();
    ownedBy(table, 'org_entity_id', 'nms_org_entity').notNullable();
    // ordered, approved, refused, created, cancelled.
    table.text('status').notNullable().defaultTo('ordered');
    ownedBy(table, 'ordered_by_id', 'xtk_operator').notNullable();
    instantColumn(table, 'ordered_at').notNullable();
    ownedBy(table, 'reviewer_id', 'xtk_operator');
    instantColumn(table, 'reviewed_at');
    table.text('comment');
    // The local campaign, once it is made.
    pointsTo(table, 'operation_id');
    table.index(['status'], 'nms_campaign_order_status');
    table.index(['campaign_package_id'], 'nms_campaign_order_package');
    table.index(['org_entity_id'], 'nms_campaign_order_entity');
    table.index(['operation_id'], 'nms_campaign_order_operation');
  });
}

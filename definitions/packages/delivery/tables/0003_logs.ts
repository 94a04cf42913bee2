import type { Knex } from 'knex';
import { idColumn, instantColumn, ownedBy } from '../../columns.ts';

/** The large tables: one row a message, a click, an offer. Each has an index for every way in which cleanup reads it. */
export async function up(knex: Knex): Promise<void> {
  await createMessages(knex);
  await createBroadLog(knex, 'nms_broad_log_rcp', 'recipient_id');
  await createBroadLog(knex, 'nms_broad_log_visitor', 'visitor_id');
  await createBroadLog(knex, 'nms_broad_log_app_sub', 'app_subscription_id');
  await createBroadLog(knex, 'nms_broad_log_mid', 'source_broad_log_id');
  await createExcludeLog(knex, 'nms_exclude_log_rcp', 'recipient_id');
  await createExcludeLog(knex, 'nms_exclude_log_app_sub', 'app_subscription_id');
  await createTrackingLog(knex, 'nms_tracking_log_rcp', 'recipient_id');
  await createTrackingLog(knex, 'nms_tracking_log_visitor', 'visitor_id');
  await createTrackingLog(knex, 'nms_tracking_log_app_sub', 'app_subscription_id');
  await createWebTrackingLog(knex);
  await createProposition(knex, 'nms_proposition_rcp', 'recipient_id');
  await createProposition(knex, 'nms_proposition_visitor', 'visitor_id');
  await createLinkedToLogs(knex);
}

async function createMessages(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_broad_log_msg', (table) => {
    idColumn(table, 'broad_log_msg_id');
    table.integer('failure_reason').notNullable().defaultTo(0);
    table.text('text').notNullable();
  });
  // The message that a log gets when its delivery is cancelled by the clock (task 3b).
  await knex('nms_broad_log_msg').insert({
    broad_log_msg_id: 1,
    failure_reason: 0,
    text: 'The delivery is past its validity date',
  });
}

async function createBroadLog(knex: Knex, name: string, target: string): Promise<void> {
  await knex.schema.createTable(name, (table) => {
    // Unique over all delivery-log tables: a coupon knows its log by this number alone.
    idColumn(table, 'broad_log_id');
    ownedBy(table, 'delivery_id', 'nms_delivery').notNullable();
    table.bigInteger(target).notNullable();
    table.integer('status').notNullable();
    table.bigInteger('broad_log_msg_id');
    instantColumn(table, 'last_modified_at').notNullable();
    table.index(['delivery_id', 'status'], `${name}_delivery`);
    table.index(['last_modified_at'], `${name}_modified`);
  });
}

async function createExcludeLog(knex: Knex, name: string, target: string): Promise<void> {
  await knex.schema.createTable(name, (table) => {
    // The same key as in the other delivery-log tables, so that one statement serves them all.
    idColumn(table, 'broad_log_id');
    // No reference: task 2 leaves these to their age (task 14).
    table.bigInteger('delivery_id').notNullable();
    table.bigInteger(target).notNullable();
    table.integer('reason').notNullable().defaultTo(0);
    instantColumn(table, 'last_modified_at').notNullable();
    table.index(['last_modified_at'], `${name}_modified`);
  });
}

async function createTrackingLog(knex: Knex, name: string, target: string): Promise<void> {
  await knex.schema.createTable(name, (table) => {
    idColumn(table, 'tracking_log_id');
    ownedBy(table, 'delivery_id', 'nms_delivery').notNullable();
    // No references: logs and addresses of links go before the clicks on them.
    table.bigInteger('broad_log_id').notNullable();
    table.bigInteger('tracking_url_id').notNullable();
    table.bigInteger(target).notNullable();
    instantColumn(table, 'logged_at').notNullable();
    table.index(['delivery_id'], `${name}_delivery`);
    table.index(['logged_at'], `${name}_logged`);
  });
}

async function createWebTrackingLog(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_web_tracking_log', (table) => {
    idColumn(table, 'tracking_log_id');
    table.bigInteger('visitor_id').notNullable();
    table.bigInteger('tracking_url_id').notNullable();
    instantColumn(table, 'logged_at').notNullable();
    table.index(['logged_at'], 'nms_web_tracking_log_logged');
  });
}

async function createProposition(knex: Knex, name: string, target: string): Promise<void> {
  await knex.schema.createTable(name, (table) => {
    idColumn(table, 'proposition_id');
    // Absent where the offer was made on a page instead of in a message.
    ownedBy(table, 'delivery_id', 'nms_delivery');
    table.bigInteger(target).notNullable();
    table.bigInteger('offer_id').notNullable();
    instantColumn(table, 'last_modified_at').notNullable();
    table.index(['delivery_id'], `${name}_delivery`);
    table.index(['last_modified_at'], `${name}_modified`);
  });
}

async function createLinkedToLogs(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_coupon_value', (table) => {
    idColumn(table, 'coupon_value_id');
    table.text('value').notNullable();
    // The broad_log_id of the message that carried it, whichever table that log is in.
    table.bigInteger('message_id');
    table.index(['message_id'], 'nms_coupon_value_message');
  });
  await knex.schema.createTable('nms_provider_msg_id', (table) => {
    idColumn(table, 'provider_msg_id');
    table.bigInteger('broad_log_id').notNullable();
    table.text('provider_id').notNullable();
    instantColumn(table, 'created_at').notNullable();
    table.index(['created_at'], 'nms_provider_msg_id_created');
  });
}

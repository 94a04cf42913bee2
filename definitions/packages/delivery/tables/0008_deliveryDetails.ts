import type { Knex } from 'knex';
import { flagColumn, idColumn, instantColumn, ownedBy, pointsTo } from '../../columns.ts';

/** What deliveries are planned by, sent from, counted and billed by. */
export async function up(knex: Knex): Promise<void> {
  await describeDeliveries(knex);
  await countDeliveries(knex);
  await createContents(knex);
}

async function describeDeliveries(knex: Knex): Promise<void> {
  await knex.schema.alterTable('nms_delivery', (table) => {
    table.text('internal_name');
    // The campaign that it belongs to, where campaigns are installed.
    pointsTo(table, 'operation_id');
    pointsTo(table, 'typology_id');
    // The list whose members it is for.
    pointsTo(table, 'target_group_id');
    table.integer('weight').notNullable().defaultTo(5);
    flagColumn(table, 'is_provisional');
    instantColumn(table, 'scheduled_at');
    instantColumn(table, 'analysed_at');
    // Of a template of transactional messages: the type of event, and since when it is published.
    table.text('event_type');
    instantColumn(table, 'published_at');
    // Of a transactional delivery: its template, and the month that it is for, as 2026-01.
    pointsTo(table, 'template_id');
    table.text('month');
    table.index(['operation_id'], 'nms_delivery_operation');
    table.index(['is_provisional', 'scheduled_at'], 'nms_delivery_provisional');
    table.index(['event_type', 'message_type', 'published_at'], 'nms_delivery_event_template');
    table.index(['template_id', 'month'], 'nms_delivery_template_month');
    table.index(['broad_start_at'], 'nms_delivery_start');
  });
}

const counts = ['sent', 'retried', 'failed', 'opens', 'unique_opens', 'clicks', 'unique_clicks', 'opt_outs'] as const;

async function countDeliveries(knex: Knex): Promise<void> {
  await knex.schema.alterTable('nms_delivery', (table) => {
    for (const name of counts) table.integer(name).notNullable().defaultTo(0);
    table.integer('mirror_views').notNullable().defaultTo(0);
    instantColumn(table, 'indicators_at');
    table.bigInteger('bytes').notNullable().defaultTo(0);
    // What a message counts for on the bill.
    table.double('multiplier').notNullable().defaultTo(1);
  });
}

async function createContents(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_delivery_content', (table) => {
    idColumn(table, 'delivery_content_id');
    pointsTo(table, 'delivery_id').notNullable();
    table.text('sender').notNullable();
    table.text('subject').notNullable();
    table.text('text_body').notNullable();
    table.text('html_body');
    instantColumn(table, 'last_modified_at').notNullable();
    table.unique(['delivery_id'], { indexName: 'nms_delivery_content_delivery' });
  });
  await knex.schema.createTable('nms_typology', (table) => {
    idColumn(table, 'typology_id');
    table.text('name').notNullable().unique();
    table.text('label').notNullable();
  });
  await knex.schema.createTable('nms_typology_rule', (table) => {
    idColumn(table, 'typology_rule_id');
    ownedBy(table, 'typology_id', 'nms_typology').notNullable();
    table.text('label').notNullable();
    // pressure: so many messages a recipient in a period; capacity: so many messages in a slot.
    table.text('kind').notNullable();
    flagColumn(table, 'active', 1);
    table.integer('message_type');
    table.integer('threshold').notNullable();
    table.integer('period_days').notNullable();
    // Of a capacity rule: when its slots begin each day, how long they last, and from when until when there are any.
    table.text('slot_start');
    table.integer('slot_hours');
    instantColumn(table, 'valid_from');
    instantColumn(table, 'valid_until');
    table.index(['typology_id'], 'nms_typology_rule_typology');
  });
}

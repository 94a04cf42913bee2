import type { Knex } from 'knex';
import { idColumn, instantColumn, ownedBy } from '../../columns.ts';

/** Deliveries, what describes them and what belongs to one each. */
export async function up(knex: Knex): Promise<void> {
  await createMappings(knex);
  await createDeliveries(knex);
  await createParts(knex);
  await createMirrorPages(knex);
  await createJobs(knex);
  await createStatistics(knex);
}

async function createMappings(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_delivery_mapping', (table) => {
    idColumn(table, 'delivery_mapping_id');
    table.text('name').notNullable().unique();
    table.text('label').notNullable();
    // Each schema column names a table, since here a schema has the name of its table.
    table.text('broad_log_schema').notNullable();
    table.text('broad_log_excl_schema');
    table.text('tracking_log_schema').notNullable();
    table.text('proposition_schema');
    table.text('app_subscription_schema');
  });
  await knex.schema.createTable('nms_ext_account', (table) => {
    idColumn(table, 'ext_account_id');
    table.text('name').notNullable().unique();
    table.text('label').notNullable();
    table.integer('active').notNullable().defaultTo(0);
    // Absent while no log has been pulled up from that mid-sourcing server.
    instantColumn(table, 'last_pull_up_at');
  });
}

async function createDeliveries(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_delivery', (table) => {
    idColumn(table, 'delivery_id');
    table.text('label').notNullable();
    table.integer('delivery_mode').notNullable().defaultTo(1);
    table.integer('message_type').notNullable().defaultTo(0);
    table.integer('state').notNullable().defaultTo(0);
    table.integer('delete_status').notNullable().defaultTo(0);
    instantColumn(table, 'deleted_at');
    table.integer('is_model').notNullable().defaultTo(0);
    ownedBy(table, 'delivery_mapping_id', 'nms_delivery_mapping');
    ownedBy(table, 'ext_account_id', 'nms_ext_account');
    // On a mid-sourcing server: the delivery of the marketing server that this one carries out.
    table.bigInteger('source_delivery_id');
    table.integer('to_deliver').notNullable().defaultTo(0);
    table.integer('processed').notNullable().defaultTo(0);
    instantColumn(table, 'validity_at');
    instantColumn(table, 'web_validity_at');
    table.integer('web_res_purged').notNullable().defaultTo(0);
    instantColumn(table, 'broad_start_at');
    instantColumn(table, 'broad_end_at');
    instantColumn(table, 'created_at').notNullable();
    instantColumn(table, 'last_modified_at').notNullable();
    table.index(['deleted_at'], 'nms_delivery_deleted');
    table.index(['state', 'validity_at'], 'nms_delivery_state');
    table.index(['web_res_purged', 'web_validity_at'], 'nms_delivery_web_validity');
    table.index(['source_delivery_id'], 'nms_delivery_source');
  });
}

async function createParts(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_delivery_part', (table) => {
    idColumn(table, 'delivery_part_id');
    ownedBy(table, 'delivery_id', 'nms_delivery').notNullable();
    table.integer('state').notNullable().defaultTo(0);
    table.integer('message_count').notNullable().defaultTo(0);
    instantColumn(table, 'validity_at');
    table.index(['delivery_id'], 'nms_delivery_part_delivery');
    table.index(['validity_at'], 'nms_delivery_part_validity');
  });
  await knex.schema.createTable('nms_dlv_exclusion', (table) => {
    idColumn(table, 'dlv_exclusion_id');
    ownedBy(table, 'delivery_id', 'nms_delivery').notNullable();
    table.text('rule').notNullable();
    table.integer('excluded').notNullable().defaultTo(0);
    table.index(['delivery_id'], 'nms_dlv_exclusion_delivery');
  });
  await knex.schema.createTable('nms_tracking_url', (table) => {
    idColumn(table, 'tracking_url_id');
    ownedBy(table, 'delivery_id', 'nms_delivery').notNullable();
    table.integer('type').notNullable().defaultTo(1);
    table.text('source_url').notNullable();
    table.index(['delivery_id'], 'nms_tracking_url_delivery');
  });
}

async function createMirrorPages(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_mirror_page_info', (table) => {
    idColumn(table, 'mirror_page_info_id');
    ownedBy(table, 'delivery_id', 'nms_delivery').notNullable();
    table.bigInteger('delivery_part_id').notNullable();
    table.text('data').notNullable();
    table.index(['delivery_id'], 'nms_mirror_page_info_delivery');
  });
  await knex.schema.createTable('nms_mirror_page_search', (table) => {
    idColumn(table, 'mirror_page_search_id');
    ownedBy(table, 'delivery_id', 'nms_delivery').notNullable();
    table.bigInteger('broad_log_id').notNullable();
    table.index(['delivery_id'], 'nms_mirror_page_search_delivery');
  });
}

async function createJobs(knex: Knex): Promise<void> {
  await knex.schema.createTable('xtk_job', (table) => {
    idColumn(table, 'job_id');
    table.text('label').notNullable();
    instantColumn(table, 'created_at').notNullable();
  });
  await knex.schema.createTable('xtk_job_log', (table) => {
    idColumn(table, 'job_log_id');
    // A line of a delivery's process, or of another job.
    ownedBy(table, 'delivery_id', 'nms_delivery');
    table.bigInteger('job_id');
    table.text('message').notNullable();
    instantColumn(table, 'logged_at').notNullable();
    table.index(['delivery_id'], 'xtk_job_log_delivery');
  });
  await knex.schema.createTable('xtk_reject', (table) => {
    idColumn(table, 'reject_id');
    // No reference: rejects outlive their job until cleanup finds them orphaned.
    table.bigInteger('job_id').notNullable();
    table.integer('line').notNullable().defaultTo(0);
    table.text('message').notNullable();
    instantColumn(table, 'logged_at').notNullable();
    table.index(['logged_at'], 'xtk_reject_logged');
    table.index(['job_id'], 'xtk_reject_job');
  });
}

async function createStatistics(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_tracking_stats', (table) => {
    idColumn(table, 'tracking_stats_id');
    table.bigInteger('delivery_id').notNullable();
    table.integer('clicks').notNullable().defaultTo(0);
    instantColumn(table, 'started_at').notNullable();
    table.index(['started_at'], 'nms_tracking_stats_started');
  });
  await knex.schema.createTable('nms_delivery_log_stats', (table) => {
    idColumn(table, 'delivery_log_stats_id');
    ownedBy(table, 'delivery_id', 'nms_delivery').notNullable();
    table.integer('status').notNullable();
    table.integer('message_count').notNullable().defaultTo(0);
    table.index(['delivery_id'], 'nms_delivery_log_stats_delivery');
  });
  // Filled and emptied within task 3 of `cleanup`: its steps must agree on the same set.
  await knex.schema.createTable('nms_expired_delivery', (table) => {
    table.bigInteger('delivery_id').primary();
    instantColumn(table, 'validity_at');
  });
}

import type { Knex } from 'knex';
import { idColumn, instantColumn } from '../../columns.ts';

/** What is known about addresses and about the mail servers behind them. */
export async function up(knex: Knex): Promise<void> {
  await createAddresses(knex);
  await createErrorStatistics(knex);
  await createErrors(knex);
}

async function createAddresses(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_address', (table) => {
    idColumn(table, 'address_id');
    table.text('address').notNullable();
    // 0 e-mail, 1 SMS, 41 iOS, 42 Android.
    table.integer('type').notNullable().defaultTo(0);
    // 0 unknown, 1 with errors, 2 valid, 3 quarantine, 4 denylisted, 5 allowlisted.
    table.integer('status').notNullable().defaultTo(0);
    table.integer('failure_reason').notNullable().defaultTo(0);
    table.integer('error_count').notNullable().defaultTo(0);
    instantColumn(table, 'last_error_at');
    instantColumn(table, 'last_success_at');
    instantColumn(table, 'last_modified_at').notNullable();
    table.index(['status', 'last_modified_at'], 'nms_address_status');
    table.index(['address'], 'nms_address_address');
  });
}

async function createErrorStatistics(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_email_error_stat', (table) => {
    idColumn(table, 'email_error_stat_id');
    table.text('mx_ip').notNullable();
    table.bigInteger('public_id').notNullable();
    table.integer('total_connections').notNullable().defaultTo(0);
    table.integer('total_errors').notNullable().defaultTo(0);
    table.integer('message_errors').notNullable().defaultTo(0);
    table.integer('aborted_connections').notNullable().defaultTo(0);
    table.integer('failed_connections').notNullable().defaultTo(0);
    table.integer('refused_connections').notNullable().defaultTo(0);
    table.integer('timeout_connections').notNullable().defaultTo(0);
    instantColumn(table, 'stat_at').notNullable();
    table.index(['stat_at'], 'nms_email_error_stat_at');
    table.index(['mx_ip'], 'nms_email_error_stat_mx');
  });
}

async function createErrors(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_email_error', (table) => {
    idColumn(table, 'email_error_id');
    table.text('mx_ip').notNullable();
    table.text('text').notNullable();
    instantColumn(table, 'logged_at').notNullable();
    table.index(['mx_ip'], 'nms_email_error_mx');
  });
  await knex.schema.createTable('nms_mx_domain', (table) => {
    idColumn(table, 'mx_domain_id');
    table.text('mx_ip').notNullable();
    table.text('domain').notNullable();
    table.index(['mx_ip'], 'nms_mx_domain_mx');
  });
}

import type { Knex } from 'knex';
import { idColumn, instantColumn } from '../../columns.ts';

/** What is known of bounces, domains and mail exchangers; much of it comes from the deliverability service. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('nms_broad_log_msg', (table) => {
    // keep, ignore, toQualify.
    table.text('qualification').notNullable().defaultTo('toQualify');
    // local, or service.
    table.text('source').notNullable().defaultTo('local');
    instantColumn(table, 'last_modified_at');
    table.index(['last_modified_at'], 'nms_broad_log_msg_modified');
  });
  await createRules(knex);
  await createLists(knex);
}

async function createRules(knex: Knex): Promise<void> {
  for (const name of ['nms_bounce_rule', 'nms_inbound_mail_rule']) {
    await knex.schema.createTable(name, (table) => {
      idColumn(table, `${name.slice('nms_'.length)}_id`);
      table.text('name').notNullable().unique();
      table.text('pattern').notNullable();
      // A failure reason of nms_broad_log_msg.
      table.integer('reason').notNullable().defaultTo(0);
      // service, operator, or message: a bounce rule that was made of one.
      table.text('source').notNullable();
      instantColumn(table, 'last_modified_at').notNullable();
    });
  }
  await knex.schema.createTable('nms_mx_rule', (table) => {
    idColumn(table, 'mx_rule_id');
    table.text('pattern').notNullable().unique();
    table.integer('max_connections').notNullable();
    table.integer('max_messages').notNullable();
    table.integer('period_seconds').notNullable();
    table.text('source').notNullable();
    instantColumn(table, 'last_modified_at').notNullable();
  });
}

async function createLists(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_known_domain', (table) => {
    idColumn(table, 'known_domain_id');
    table.text('domain').notNullable().unique();
    table.text('mx_pattern');
    instantColumn(table, 'last_modified_at').notNullable();
  });
  await knex.schema.createTable('nms_suppression', (table) => {
    idColumn(table, 'suppression_id');
    table.text('address').notNullable().unique();
    table.text('reason').notNullable();
    instantColumn(table, 'last_modified_at').notNullable();
  });
  // What was refreshed when, for the journal and for whoever wonders.
  await knex.schema.createTable('nms_deliverability_update', (table) => {
    idColumn(table, 'deliverability_update_id');
    table.text('list').notNullable();
    table.integer('row_count').notNullable();
    instantColumn(table, 'updated_at').notNullable();
    table.index(['list', 'updated_at'], 'nms_deliverability_update_list');
  });
}

import type { Knex } from 'knex';
import { idColumn, instantColumn, ownedBy } from '../../columns.ts';

/** People, the lists that they are in, the visitors of web pages and the subscriptions to services. */
export async function up(knex: Knex): Promise<void> {
  await createPeople(knex);
  await createLists(knex);
  await createServices(knex);
}

async function createPeople(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_recipient', (table) => {
    idColumn(table, 'recipient_id');
    table.text('first_name').notNullable();
    table.text('last_name').notNullable();
    table.text('email').notNullable();
    table.integer('email_format').notNullable().defaultTo(0);
    table.integer('black_list').notNullable().defaultTo(0);
    instantColumn(table, 'created_at').notNullable();
    instantColumn(table, 'last_modified_at').notNullable();
    table.index(['email'], 'nms_recipient_email');
  });
  await knex.schema.createTable('nms_visitor', (table) => {
    idColumn(table, 'visitor_id');
    // 0: nobody known; not a reference, since a visitor outlives the recipient.
    table.bigInteger('recipient_id').notNullable().defaultTo(0);
    table.integer('origin').notNullable().defaultTo(0);
    table.text('source_id');
    instantColumn(table, 'created_at').notNullable();
    instantColumn(table, 'last_modified_at').notNullable();
    table.index(['recipient_id', 'origin', 'last_modified_at'], 'nms_visitor_unknown');
  });
}

async function createLists(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_group', (table) => {
    idColumn(table, 'group_id');
    table.text('label').notNullable();
    // Above 0: of type List, with a table grp<group_id> of its own.
    table.integer('type').notNullable().defaultTo(0);
    table.integer('delete_status').notNullable().defaultTo(0);
    instantColumn(table, 'expiration_at');
    instantColumn(table, 'last_modified_at').notNullable();
  });
  await knex.schema.createTable('nms_rcp_grp_rel', (table) => {
    idColumn(table, 'rcp_grp_rel_id');
    ownedBy(table, 'group_id', 'nms_group').notNullable();
    ownedBy(table, 'recipient_id', 'nms_recipient').notNullable();
    table.index(['group_id'], 'nms_rcp_grp_rel_group');
    table.index(['recipient_id'], 'nms_rcp_grp_rel_recipient');
  });
  await knex.schema.createTable('nms_group_import', (table) => {
    idColumn(table, 'group_import_id');
    ownedBy(table, 'group_id', 'nms_group').notNullable();
    table.integer('row_count').notNullable().defaultTo(0);
    instantColumn(table, 'imported_at').notNullable();
    table.index(['group_id'], 'nms_group_import_group');
  });
}

async function createServices(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_service', (table) => {
    idColumn(table, 'service_id');
    table.text('label').notNullable();
    table.integer('type').notNullable().defaultTo(0);
  });
  await knex.schema.createTable('nms_subscription', (table) => {
    idColumn(table, 'subscription_id');
    ownedBy(table, 'service_id', 'nms_service').notNullable();
    ownedBy(table, 'recipient_id', 'nms_recipient').notNullable();
    table.integer('delete_status').notNullable().defaultTo(0);
    instantColumn(table, 'created_at').notNullable();
    table.index(['service_id'], 'nms_subscription_service');
    table.index(['recipient_id'], 'nms_subscription_recipient');
  });
  // Few are deleted, and only these are looked for.
  await knex.raw(
    'CREATE INDEX nms_subscription_deleted ON nms_subscription (subscription_id) WHERE delete_status <> 0',
  );
}

import type { Knex } from 'knex';
import { idColumn, instantColumn, ownedBy, pointsTo } from '../../columns.ts';

/** Requests of people about what is stored of them. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_gdpr_namespace', (table) => {
    idColumn(table, 'gdpr_namespace_id');
    table.text('name').notNullable().unique();
    table.text('label').notNullable();
    // The column of recipients that its values are looked for in.
    table.text('column_name').notNullable();
  });
  await knex('nms_gdpr_namespace').insert([
    { name: 'email', label: 'E-mail', column_name: 'email' },
    { name: 'phone', label: 'Phone', column_name: 'phone' },
    { name: 'mobilePhone', label: 'Mobile phone', column_name: 'mobile_phone' },
  ]);
  await knex.schema.createTable('nms_gdpr_request', (table) => {
    idColumn(table, 'gdpr_request_id');
    table.text('name').notNullable();
    // 1 access, 2 delete.
    table.integer('type').notNullable();
    // 1 GDPR, 2 CCPA, 3 PDPA, 4 LGPD.
    table.integer('regulation').notNullable().defaultTo(1);
    ownedBy(table, 'gdpr_namespace_id', 'nms_gdpr_namespace').notNullable();
    table.text('reconciliation_value').notNullable();
    // new, retryPending, processing, retryInProgress, deleteConfirmationPending, deletePending, deleteInProgress, complete,
    // error, errorDataNotFound.
    table.text('status').notNullable().defaultTo('new');
    table.integer('error_count').notNullable().defaultTo(0);
    table.text('error_message');
    // Where the file can be fetched; empty again when it is gone.
    table.text('url_file');
    // The secret part of that address.
    table.text('file_token');
    instantColumn(table, 'created_at').notNullable();
    instantColumn(table, 'confirmation_asked_at');
    instantColumn(table, 'confirmed_at');
    instantColumn(table, 'ended_at');
    instantColumn(table, 'file_purged_at');
    instantColumn(table, 'last_modified_at').notNullable();
    table.index(['status', 'created_at'], 'nms_gdpr_request_status');
    table.index(['file_purged_at', 'created_at'], 'nms_gdpr_request_file');
    table.unique(['file_token'], { indexName: 'nms_gdpr_request_token' });
  });
  await createData(knex);
}

async function createData(knex: Knex): Promise<void> {
  // Whom a request is about: the row of recipients.
  await knex.schema.createTable('nms_gdpr_request_subject', (table) => {
    idColumn(table, 'gdpr_request_subject_id');
    ownedBy(table, 'gdpr_request_id', 'nms_gdpr_request').notNullable();
    pointsTo(table, 'recipient_id').notNullable();
    table.unique(['gdpr_request_id', 'recipient_id'], { indexName: 'nms_gdpr_request_subject_pair' });
    table.index(['recipient_id'], 'nms_gdpr_request_subject_recipient');
  });
  // What was collected: XML for each table; all of a request together are its file.
  await knex.schema.createTable('nms_gdpr_request_data', (table) => {
    idColumn(table, 'gdpr_request_data_id');
    ownedBy(table, 'gdpr_request_id', 'nms_gdpr_request').notNullable();
    table.text('table_name').notNullable();
    table.integer('row_count').notNullable();
    table.text('content').notNullable();
    instantColumn(table, 'collected_at').notNullable();
    table.unique(['gdpr_request_id', 'table_name'], { indexName: 'nms_gdpr_request_data_table' });
  });
}

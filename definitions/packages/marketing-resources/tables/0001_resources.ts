import type { Knex } from 'knex';
import { flagColumn, idColumn, instantColumn, ownedBy } from '../../columns.ts';

/** Marketing resources: files that are made, approved and published. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_asset', (table) => {
    idColumn(table, 'asset_id');
    table.text('label').notNullable();
    // edited, approvalInProgress, approved, rejected, pendingPublication, published.
    table.text('status').notNullable().defaultTo('edited');
    ownedBy(table, 'owner_id', 'xtk_operator').notNullable();
    // Without one it cannot be submitted.
    ownedBy(table, 'reviewer_id', 'xtk_operator');
    ownedBy(table, 'publishing_reviewer_id', 'xtk_operator');
    instantColumn(table, 'available_at');
    flagColumn(table, 'late');
    instantColumn(table, 'submitted_at');
    instantColumn(table, 'reviewed_at');
    instantColumn(table, 'publish_requested_at');
    // Runs after publication is asked for; published when it has begun.
    table.text('post_workflow');
    instantColumn(table, 'post_started_at');
    instantColumn(table, 'published_at');
    instantColumn(table, 'last_modified_at').notNullable();
    table.index(['status'], 'nms_asset_status');
    table.index(['late', 'available_at'], 'nms_asset_available');
  });
  // Who was told what of a resource: submitted, approved, rejected, publication, published.
  await knex.schema.createTable('nms_asset_notice', (table) => {
    idColumn(table, 'asset_notice_id');
    ownedBy(table, 'asset_id', 'nms_asset').notNullable();
    table.text('kind').notNullable();
    instantColumn(table, 'of_at').notNullable();
    instantColumn(table, 'sent_at').notNullable();
    table.unique(['asset_id', 'kind', 'of_at'], { indexName: 'nms_asset_notice_once' });
  });
}

import type { Knex } from 'knex';
import { idColumn, instantColumn, pointsTo } from '../../columns.ts';

/** Tracking of the messages that this platform sends for other servers, with a mapping by which it is cleaned up. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_tracking_log_mid', (table) => {
    idColumn(table, 'tracking_log_id');
    // No reference: the deliveries of other servers go without asking, and these by their age.
    pointsTo(table, 'delivery_id').notNullable();
    pointsTo(table, 'broad_log_id').notNullable();
    pointsTo(table, 'tracking_url_id').notNullable();
    pointsTo(table, 'tracking_queue_id');
    table.text('user_agent');
    instantColumn(table, 'logged_at').notNullable();
    table.index(['delivery_id', 'tracking_url_id'], 'nms_tracking_log_mid_delivery');
    table.index(['logged_at'], 'nms_tracking_log_mid_logged');
  });
  await knex('nms_delivery_mapping').insert({
    name: 'map_mid',
    label: 'Messages for other servers',
    broad_log_schema: 'nms_broad_log_mid',
    tracking_log_schema: 'nms_tracking_log_mid',
  });
}

/** The mapping must not name a table that is gone. */
export async function down(knex: Knex): Promise<void> {
  await knex('nms_delivery_mapping').where({ name: 'map_mid' }).delete();
}

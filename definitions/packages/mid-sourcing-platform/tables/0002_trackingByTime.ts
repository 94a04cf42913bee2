import type { Knex } from 'knex';

/** Whether a delivery was opened or clicked lately is asked of one after the other, every hour. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('nms_tracking_log_mid', (table) => {
    table.index(['delivery_id', 'logged_at'], 'nms_tracking_log_mid_delivery_logged');
  });
}

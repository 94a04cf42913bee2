import type { Knex } from 'knex';

/** A link of a delivery has one row a day: what is counted again finds it. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(
    `CREATE UNIQUE INDEX IF NOT EXISTS nms_tracking_stats_link ON nms_tracking_stats (delivery_id, tracking_url_id, started_at)
     WHERE tracking_url_id IS NOT NULL`,
  );
}

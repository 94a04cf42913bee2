import type { Knex } from 'knex';

/** The workflow `tracking` finds what it has stored of messages for other servers by the line that it was made of. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(
    'CREATE INDEX nms_tracking_log_mid_queue ON nms_tracking_log_mid (tracking_queue_id) WHERE tracking_queue_id IS NOT NULL',
  );
}

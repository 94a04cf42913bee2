import type { Knex } from 'knex';

/** The workflow `tracking` finds what it has stored of transactional messages by the line that it was made of. */
export async function up(knex: Knex): Promise<void> {
  for (const name of ['nms_tracking_log_rt_event', 'nms_tracking_log_batch_event'])
    await knex.raw(`CREATE INDEX ${name}_queue ON ${name} (tracking_queue_id) WHERE tracking_queue_id IS NOT NULL`);
}

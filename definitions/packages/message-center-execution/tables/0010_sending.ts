import type { Knex } from 'knex';
import { addSendingColumns } from '../../columns.ts';

/** What is noted of transactional messages as they are sent. */
export async function up(knex: Knex): Promise<void> {
  for (const log of ['nms_broad_log_rt_event', 'nms_broad_log_batch_event']) await addSendingColumns(knex, log);
}

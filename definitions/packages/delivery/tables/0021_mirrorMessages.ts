import type { Knex } from 'knex';
import { pointsTo } from '../../columns.ts';

/** Page data of a message holds what its recipient is called: whoever looks for all that stands about a person finds it. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('nms_mirror_page_info', (table) => {
    pointsTo(table, 'broad_log_id');
  });
  await knex.raw(
    'CREATE INDEX nms_mirror_page_info_message ON nms_mirror_page_info (broad_log_id) WHERE broad_log_id IS NOT NULL',
  );
}

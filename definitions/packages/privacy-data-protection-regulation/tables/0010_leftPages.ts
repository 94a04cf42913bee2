import type { Knex } from 'knex';

/** Erases what deletions have left of people before requests covered the data that pages of messages are made of. */
export async function up(knex: Knex): Promise<void> {
  // A deletion under way begins anew: that table is behind those it has done.
  await knex('nms_gdpr_request').where({ status: 'deleteInProgress' }).update({ table_position: 1_000_000_000 });
  // Pages that nobody finds any more.
  await knex.raw(
    `DELETE FROM nms_mirror_page_info WHERE broad_log_id IS NOT NULL AND mirror_page_info_id NOT IN (
      SELECT s.mirror_page_info_id FROM nms_mirror_page_search s WHERE s.mirror_page_info_id IS NOT NULL)`,
  );
}

import type { Knex } from 'knex';
import { addSendingColumns, pointsTo } from '../../columns.ts';

/** What is noted of messages as they are sent, and what their links and mirror pages are found by. */
export async function up(knex: Knex): Promise<void> {
  await addSendingColumns(knex, 'nms_broad_log_rcp');
  await knex.schema.alterTable('nms_delivery', (table) => {
    // Left out when they were to be sent, and those of which nobody knows whether they were sent.
    table.integer('ignored').notNullable().defaultTo(0);
    table.integer('doubtful').notNullable().defaultTo(0);
    // Up to which recipient of its list the messages are in the log.
    pointsTo(table, 'prepared_until');
  });
  await knex.schema.alterTable('nms_mirror_page_search', (table) => {
    pointsTo(table, 'mirror_page_info_id');
    table.text('token');
  });
  await knex.raw(
    'CREATE UNIQUE INDEX nms_mirror_page_search_token ON nms_mirror_page_search (token) WHERE token IS NOT NULL',
  );
  // However people write an address, it is the same one.
  await knex.raw('CREATE INDEX nms_recipient_address ON nms_recipient (lower(email))');
  await knex.schema.alterTable('nms_rcp_grp_rel', (table) => {
    // The members of a list, some at a time.
    table.index(['group_id', 'recipient_id'], 'nms_rcp_grp_rel_pair');
  });
}

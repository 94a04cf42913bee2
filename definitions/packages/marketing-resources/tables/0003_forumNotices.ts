import type { Knex } from 'knex';

/** Which run has taken a message to tell of it: two that are signalled at once must not both do. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('nms_newsgroup_msg', (table) => {
    table.text('notified_by');
    table.index(['notified_by'], 'nms_newsgroup_msg_taken');
  });
}

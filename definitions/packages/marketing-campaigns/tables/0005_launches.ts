import type { Knex } from 'knex';

/** Which instances of workflows campaigns have begun, or why none. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('nms_operation_delivery', (table) => {
    // Of the post-processing of its provider.
    table.text('post_instance');
    table.text('post_message');
  });
  await knex.schema.alterTable('nms_operation_job', (table) => {
    table.text('instance');
  });
}

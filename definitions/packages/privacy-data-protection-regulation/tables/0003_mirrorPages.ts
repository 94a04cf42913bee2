import type { Knex } from 'knex';

/** What the page of a message is made of holds what its recipient is called. */
export async function up(knex: Knex): Promise<void> {
  await knex('nms_gdpr_table').insert({ name: 'nms_mirror_page_info', link: 'message', position: 101 });
}

import type { Knex } from 'knex';

const name = 'nms_broad_log_event_histo';

/** Privacy requests cover the logs of archived events too, where both packages are installed. */
export async function up(knex: Knex): Promise<void> {
  if (!(await knex.schema.hasTable('nms_gdpr_table'))) return;
  await knex('nms_gdpr_table').where({ name }).delete();
  await knex('nms_gdpr_table').insert({ name, link: 'archivedEvent', position: 100 });
}

/** Requests must not look into a table that is gone. */
export async function down(knex: Knex): Promise<void> {
  if (await knex.schema.hasTable('nms_gdpr_table')) await knex('nms_gdpr_table').where({ name }).delete();
}

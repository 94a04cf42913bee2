import type { Knex } from 'knex';
import { idColumn } from '../../columns.ts';

/**
 * What stands about a person, and how it is linked: parents before their children, for these are found by them.
 * `message` is a message to the person, `address` the e-mail address, `archivedEvent` an event of that address.
 */
const linkedTables = [
  ['nms_recipient', 'recipient'],
  ['nms_subscription', 'recipient'],
  ['nms_rcp_grp_rel', 'recipient'],
  ['nms_broad_log_rcp', 'recipient'],
  ['nms_tracking_log_rcp', 'recipient'],
  ['nms_exclude_log_rcp', 'recipient'],
  ['nms_proposition_rcp', 'recipient'],
  ['nms_rema_match_rcp', 'recipient'],
  ['nms_forecast_log_rcp', 'recipient'],
  ['nms_pressure_count', 'recipient'],
  ['nms_app_subscription_rcp', 'recipient'],
  ['nms_broad_log_app_sub', 'appSubscription'],
  ['nms_tracking_log_app_sub', 'appSubscription'],
  ['nms_exclude_log_app_sub', 'appSubscription'],
  ['nms_visitor', 'recipient'],
  ['nms_broad_log_visitor', 'visitor'],
  ['nms_tracking_log_visitor', 'visitor'],
  ['nms_web_tracking_log', 'visitor'],
  ['nms_proposition_visitor', 'visitor'],
  ['nms_provider_msg_id', 'message'],
  ['nms_mirror_page_search', 'message'],
  ['nms_event_histo', 'address'],
] as const;

/** Of tables of the package delivery that nobody else looks up by a person. */
const indexes = [
  ['nms_app_subscription_rcp', 'recipient_id', 'nms_app_subscription_rcp_person'],
  ['nms_exclude_log_app_sub', 'app_subscription_id', 'nms_exclude_log_app_sub_person'],
  ['nms_provider_msg_id', 'broad_log_id', 'nms_provider_msg_id_person'],
  ['nms_mirror_page_search', 'broad_log_id', 'nms_mirror_page_search_person'],
] as const;

/** The tables that requests cover. A table of one's own, cus_*, is added as a row, with a further position. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_gdpr_table', (table) => {
    idColumn(table, 'gdpr_table_id');
    table.text('name').notNullable().unique();
    table.text('link').notNullable();
    table.integer('position').notNullable().unique();
  });
  await knex.schema.alterTable('nms_gdpr_request', (table) => {
    // How far its tables are done: the last one, and the rows of the next.
    table.integer('table_position').notNullable().defaultTo(0);
    table.integer('row_offset').notNullable().defaultTo(0);
  });
  const rows = linkedTables.map(([name, link], index) => ({ name, link, position: index + 1 }));
  await knex('nms_gdpr_table').insert(rows);
  // Of a package that may not be installed.
  if (await knex.schema.hasTable('nms_broad_log_event_histo'))
    await knex('nms_gdpr_table').insert({ name: 'nms_broad_log_event_histo', link: 'archivedEvent', position: 100 });
  for (const [table, column, name] of indexes) await knex.raw(`CREATE INDEX ${name} ON ${table} (${column})`);
}

/** The indexes are on tables of another package. */
export async function down(knex: Knex): Promise<void> {
  for (const [, , name] of indexes) await knex.raw(`DROP INDEX IF EXISTS ${name}`);
}

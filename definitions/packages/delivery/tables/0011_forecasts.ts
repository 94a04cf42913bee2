import type { Knex } from 'knex';
import { flagColumn, idColumn, instantColumn, ownedBy, pointsTo } from '../../columns.ts';

/** What is foreseen of deliveries that are planned. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_forecast_log_rcp', (table) => {
    idColumn(table, 'forecast_log_id');
    pointsTo(table, 'delivery_id').notNullable();
    pointsTo(table, 'recipient_id').notNullable();
    table.integer('weight').notNullable();
    instantColumn(table, 'planned_at').notNullable();
    flagColumn(table, 'excluded');
    // The rule that excludes it.
    pointsTo(table, 'typology_rule_id');
    instantColumn(table, 'computed_at').notNullable();
    table.unique(['delivery_id', 'recipient_id'], { indexName: 'nms_forecast_log_rcp_pair' });
    table.index(['recipient_id', 'planned_at'], 'nms_forecast_log_rcp_recipient');
  });
  // How many messages a recipient got in the period under way of a pressure rule.
  await knex.schema.createTable('nms_pressure_count', (table) => {
    idColumn(table, 'pressure_count_id');
    ownedBy(table, 'typology_rule_id', 'nms_typology_rule').notNullable();
    pointsTo(table, 'recipient_id').notNullable();
    table.integer('messages').notNullable();
    instantColumn(table, 'period_from').notNullable();
    instantColumn(table, 'computed_at').notNullable();
    table.unique(['typology_rule_id', 'recipient_id'], { indexName: 'nms_pressure_count_pair' });
  });
  await knex.schema.createTable('nms_volume_line', (table) => {
    idColumn(table, 'volume_line_id');
    ownedBy(table, 'typology_rule_id', 'nms_typology_rule').notNullable();
    instantColumn(table, 'starts_at').notNullable();
    instantColumn(table, 'ends_at').notNullable();
    table.integer('capacity').notNullable();
    table.unique(['typology_rule_id', 'starts_at'], { indexName: 'nms_volume_line_slot' });
  });
  await knex.schema.createTable('nms_volume_consumed', (table) => {
    idColumn(table, 'volume_consumed_id');
    ownedBy(table, 'volume_line_id', 'nms_volume_line').notNullable();
    pointsTo(table, 'delivery_id').notNullable();
    table.integer('messages').notNullable();
    table.unique(['volume_line_id', 'delivery_id'], { indexName: 'nms_volume_consumed_pair' });
    table.index(['delivery_id'], 'nms_volume_consumed_delivery');
  });
  // Who was contacted when: by pressure rules, by the count of active profiles, by privacy requests.
  for (const [name, target] of [
    ['nms_broad_log_rcp', 'recipient_id'],
    ['nms_broad_log_visitor', 'visitor_id'],
    ['nms_broad_log_app_sub', 'app_subscription_id'],
    ['nms_exclude_log_rcp', 'recipient_id'],
    ['nms_tracking_log_rcp', 'recipient_id'],
    ['nms_tracking_log_visitor', 'visitor_id'],
    ['nms_tracking_log_app_sub', 'app_subscription_id'],
  ] as const) {
    const by = name.includes('tracking') ? 'logged_at' : 'last_modified_at';
    await knex.schema.alterTable(name, (table) => {
      table.index([target, by], `${name}_target`);
    });
  }
}

import type { Knex } from 'knex';
import { idColumn, instantColumn, ownedBy, pointsTo } from '../../columns.ts';

/** What is billed: active profiles, and a report each month. */
export async function up(knex: Knex): Promise<void> {
  // A metric of customers: one row a day and table of profiles.
  await knex.schema.createTable('nms_active_contact', (table) => {
    idColumn(table, 'active_contact_id');
    table.text('day').notNullable();
    // The table that the profiles stand in.
    table.text('profile_table').notNullable();
    table.integer('profiles').notNullable();
    instantColumn(table, 'since').notNullable();
    instantColumn(table, 'counted_at').notNullable();
    table.unique(['day', 'profile_table'], { indexName: 'nms_active_contact_day' });
  });
  await knex.schema.createTable('nms_billing_report', (table) => {
    idColumn(table, 'billing_report_id');
    instantColumn(table, 'period_from').notNullable();
    instantColumn(table, 'period_until').notNullable();
    table.text('customer_id');
    for (const name of ['deliveries', 'email_units', 'sms_units', 'profiles', 'active_profiles', 'named_users'])
      table.integer(name).notNullable().defaultTo(0);
    table.bigInteger('bytes').notNullable().defaultTo(0);
    table.bigInteger('database_bytes').notNullable().defaultTo(0);
    instantColumn(table, 'compiled_at').notNullable();
    instantColumn(table, 'mailed_at');
    table.unique(['period_from'], { indexName: 'nms_billing_report_period' });
  });
  await knex.schema.createTable('nms_billing_line', (table) => {
    idColumn(table, 'billing_line_id');
    ownedBy(table, 'billing_report_id', 'nms_billing_report').notNullable();
    // Absent where it stands for several small ones.
    pointsTo(table, 'delivery_id');
    table.text('started_on').notNullable();
    table.text('label').notNullable();
    table.bigInteger('total_volume').notNullable();
    table.double('average_volume').notNullable();
    table.integer('messages').notNullable();
    table.double('multiplier').notNullable();
    table.double('count').notNullable();
    table.index(['billing_report_id', 'started_on'], 'nms_billing_line_report');
  });
}

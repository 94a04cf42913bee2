import type { Knex } from 'knex';
import { flagColumn, idColumn, instantColumn, ownedBy } from '../../columns.ts';

/** Enumerations with their values and aliases, and the columns of recipients that people fill freely. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('xtk_enumeration', (table) => {
    idColumn(table, 'enumeration_id');
    // Where its values are stored, as table.column: nms_recipient.city.
    table.text('name').notNullable().unique();
    table.text('label').notNullable();
    flagColumn(table, 'alias_cleansing');
    instantColumn(table, 'last_cleansed_at');
  });
  await knex.schema.createTable('xtk_enum_value', (table) => {
    idColumn(table, 'enum_value_id');
    ownedBy(table, 'enumeration_id', 'xtk_enumeration').notNullable();
    table.text('value').notNullable();
    table.text('label').notNullable();
    table.integer('hits').notNullable().defaultTo(0);
    table.unique(['enumeration_id', 'value'], { indexName: 'xtk_enum_value_value' });
  });
  await knex.schema.createTable('xtk_enum_alias', (table) => {
    idColumn(table, 'enum_alias_id');
    ownedBy(table, 'enumeration_id', 'xtk_enumeration').notNullable();
    table.text('alias').notNullable();
    // Absent until an operator has mapped it.
    ownedBy(table, 'enum_value_id', 'xtk_enum_value');
    table.integer('hits').notNullable().defaultTo(0);
    instantColumn(table, 'collected_at').notNullable();
    table.unique(['enumeration_id', 'alias'], { indexName: 'xtk_enum_alias_alias' });
    table.index(['enum_value_id'], 'xtk_enum_alias_value');
  });
  await knex.schema.alterTable('nms_recipient', (table) => {
    for (const name of ['title', 'city', 'country']) table.text(name);
    // Further ways to find a person by.
    for (const name of ['phone', 'mobile_phone']) table.text(name);
    for (const name of ['title', 'city', 'country', 'phone', 'mobile_phone'])
      table.index([name], `nms_recipient_${name}`);
  });
}

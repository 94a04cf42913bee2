import type { Knex } from 'knex';
import { flagColumn, idColumn, instantColumn, ownedBy } from '../../columns.ts';

/**
 * Operators and groups as packages know them: whom a notice is mailed to. Who may sign in is the platform's own matter;
 * the two meet in the name.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('xtk_operator', (table) => {
    idColumn(table, 'operator_id');
    table.text('name').notNullable().unique();
    table.text('label').notNullable();
    // Absent: nothing is mailed, and that is no error.
    table.text('email');
    flagColumn(table, 'disabled');
    instantColumn(table, 'created_at').notNullable();
  });
  await knex.schema.createTable('xtk_operator_group', (table) => {
    idColumn(table, 'operator_group_id');
    table.text('name').notNullable().unique();
    table.text('label').notNullable();
  });
  await knex.schema.createTable('xtk_operator_group_rel', (table) => {
    idColumn(table, 'operator_group_rel_id');
    ownedBy(table, 'operator_group_id', 'xtk_operator_group').notNullable();
    ownedBy(table, 'operator_id', 'xtk_operator').notNullable();
    table.unique(['operator_group_id', 'operator_id'], { indexName: 'xtk_operator_group_rel_pair' });
    table.index(['operator_id'], 'xtk_operator_group_rel_operator');
  });
}

import type { Knex } from 'knex';
import { instantColumn } from '../../columns.ts';

/** Until when the hits of an enumeration are counted: cleansing goes on without counting. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('xtk_enumeration', (table) => {
    instantColumn(table, 'hits_at');
  });
}

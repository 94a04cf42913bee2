import type { Knex } from 'knex';
import { idColumn } from '../../columns.ts';

/**
 * The last number of each kind that goes on over several tables. Whoever numbers takes as many as it needs from the row, and
 * holds it until they are written: of two at once the second goes on after the first, and no number comes twice.
 */
export async function up(knex: Knex): Promise<void> {
  if (await knex.schema.hasTable('xtk_counter')) return;
  await knex.schema.createTable('xtk_counter', (table) => {
    idColumn(table, 'counter_id');
    table.text('name').notNullable().unique();
    table.bigInteger('last').notNullable().defaultTo(0);
  });
  await knex('xtk_counter').insert({ name: 'broadLog' });
}

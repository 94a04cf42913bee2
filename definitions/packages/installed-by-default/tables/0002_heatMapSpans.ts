import type { Knex } from 'knex';

/** Which workflows ran in the last cells is asked for every hour. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('xtk_heat_map_run', (table) => {
    table.index(['activity', 'ended_at'], 'xtk_heat_map_run_ended');
  });
}

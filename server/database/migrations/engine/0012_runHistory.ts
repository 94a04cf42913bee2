import type { Knex } from 'knex';

/** What ran in a period is found by when it ended, or by its not having ended. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('sb_instance', (table) => {
    table.index(['ended_at_ms', 'id'], 'sb_instance_ended');
  });
}

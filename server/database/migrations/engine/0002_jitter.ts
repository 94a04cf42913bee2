import type { Knex } from 'knex';

/** A firing may begin later than it is due: what is looked for is when it begins. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('sb_schedule', (table) => {
    table.bigInteger('begins_at_ms').index();
  });
  await knex('sb_schedule').update({ begins_at_ms: knex.ref('due_at_ms') });
}

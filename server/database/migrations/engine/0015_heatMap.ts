import type { Knex } from 'knex';

/**
 * What ran together in a window is found without a look at the rest of the history: what began in it, or within the hour
 * before, by its beginning; what ran longer than an hour by an index of those alone. What came of firings is listed by when
 * they were due, and those that began nothing, by themselves.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('sb_instance', (table) => {
    table.index(['started_at_ms', 'ended_at_ms', 'workflow'], 'sb_instance_began');
    // Its work is done by the one above.
    table.dropIndex(['started_at_ms']);
  });
  await knex.raw(
    `CREATE INDEX sb_instance_long ON sb_instance (ended_at_ms, started_at_ms, workflow)
     WHERE ended_at_ms - started_at_ms >= 3600000`,
  );
  await knex.schema.alterTable('sb_firing', (table) => {
    table.index(['due_at_ms', 'id'], 'sb_firing_due');
  });
  await knex.raw("CREATE INDEX sb_firing_left_out ON sb_firing (due_at_ms, id) WHERE status <> 'begun'");
}

import type { Knex } from 'knex';

/** How many instances have not ended is counted in an index of those alone, without a look at their rows, which are large. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(
    'CREATE INDEX sb_instance_unfinished ON sb_instance (ended_at_ms, status, severity) WHERE ended_at_ms IS NULL',
  );
}

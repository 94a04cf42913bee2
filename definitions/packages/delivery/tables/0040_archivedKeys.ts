import type { Knex } from 'knex';

/** An event that comes again is found by its queue and key, also in the archive. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(
    'CREATE INDEX nms_event_histo_key ON nms_event_histo (source, external_id) WHERE external_id IS NOT NULL',
  );
}

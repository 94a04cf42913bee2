import type { Knex } from 'knex';

/** Which run has taken an event off its queue, while it looks for a template; a later one may take it over. */
export async function up(knex: Knex): Promise<void> {
  for (const name of ['nms_rt_event', 'nms_batch_event']) {
    await knex.schema.alterTable(name, (table) => {
      table.text('taken_by');
    });
    await knex.raw(`CREATE INDEX ${name}_taken ON ${name} (taken_by) WHERE taken_by IS NOT NULL`);
  }
}

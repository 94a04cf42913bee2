import type { Knex } from 'knex';

/** Which run has launched a job: what a run that is over left behind is launched again. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('nms_operation_job', (table) => {
    table.text('launched_by');
  });
  // Of these nobody knows the run, and none goes on while tables are made.
  await knex('nms_operation_job')
    .where({ status: 'running', instance: null })
    .update({ status: 'startAsSoonAsPossible', started_at: null });
}

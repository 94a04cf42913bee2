import type { Knex } from 'knex';
import { pointsTo } from '../../columns.ts';

/** Of a job that starts the workflow of a date of a recurring campaign: that date. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('nms_operation_job', (table) => {
    pointsTo(table, 'operation_occurrence_id');
  });
}

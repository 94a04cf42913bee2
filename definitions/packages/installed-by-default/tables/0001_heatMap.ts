import type { Knex } from 'knex';
import { idColumn, instantColumn } from '../../columns.ts';

/** What the heat map of workflows is drawn from. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('xtk_heat_map_run', (table) => {
    idColumn(table, 'heat_map_run_id');
    table.text('instance').notNullable();
    table.text('workflow').notNullable();
    table.text('label').notNullable();
    // technical, campaign or custom.
    table.text('category').notNullable();
    // Empty: the instance as a whole; else one of its activities.
    table.text('activity').notNullable().defaultTo('');
    table.text('task').notNullable().defaultTo('');
    instantColumn(table, 'started_at').notNullable();
    // Absent while it runs.
    instantColumn(table, 'ended_at');
    table.bigInteger('duration_ms').notNullable().defaultTo(0);
    table.unique(['instance', 'task'], { indexName: 'xtk_heat_map_run_task' });
    table.index(['started_at', 'ended_at'], 'xtk_heat_map_run_time');
    table.index(['workflow', 'started_at'], 'xtk_heat_map_run_workflow');
  });
  await knex.schema.createTable('xtk_heat_map_cell', (table) => {
    idColumn(table, 'heat_map_cell_id');
    // The beginning of five minutes.
    instantColumn(table, 'starts_at').notNullable();
    table.integer('workflows').notNullable();
    table.unique(['starts_at'], { indexName: 'xtk_heat_map_cell_start' });
  });
}

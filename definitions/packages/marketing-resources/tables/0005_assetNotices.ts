import type { Knex } from 'knex';

/** Which run has filed a notice, to mail it. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('nms_asset_notice', (table) => {
    table.text('run');
    table.index(['run'], 'nms_asset_notice_run');
  });
}

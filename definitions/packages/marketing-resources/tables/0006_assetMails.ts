import type { Knex } from 'knex';
import { instantColumn } from '../../columns.ts';

/** When a notice was mailed: what is filed while no mail server takes mails is mailed by a later run. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('nms_asset_notice', (table) => {
    instantColumn(table, 'mailed_at');
    table.index(['mailed_at'], 'nms_asset_notice_mailed');
  });
  await knex('nms_asset_notice').update({ mailed_at: knex.ref('sent_at') });
}

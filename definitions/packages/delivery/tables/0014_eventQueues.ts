import type { Knex } from 'knex';
import { instantColumn, pointsTo } from '../../columns.ts';

/** The way of an event from its intake to its archive: pending, pendingDelivery, notCovered, expired, sent, ignored, deliveryError. */
export async function up(knex: Knex): Promise<void> {
  for (const name of ['nms_rt_event', 'nms_batch_event']) {
    await knex.schema.alterTable(name, (table) => {
      // Of whoever sent it: the same again is the same event.
      table.text('external_id');
      table.text('language');
      table.text('context');
      table.text('mobile_phone');
      instantColumn(table, 'scheduled_at');
      table.integer('error_count').notNullable().defaultTo(0);
      table.text('error_message');
      instantColumn(table, 'retry_at');
      pointsTo(table, 'template_id');
      pointsTo(table, 'delivery_id');
      instantColumn(table, 'routed_at');
      instantColumn(table, 'processed_at');
      table.index(['status', 'scheduled_at', 'retry_at'], `${name}_queue`);
      table.index(['delivery_id'], `${name}_delivery`);
      table.unique(['external_id'], { indexName: `${name}_external` });
      table.index(['email'], `${name}_email`);
    });
  }
  await knex.schema.alterTable('nms_event_histo', (table) => {
    // The queue that it came by, and its number there.
    table.text('source');
    pointsTo(table, 'source_event_id');
    table.text('external_id');
    pointsTo(table, 'delivery_id');
    instantColumn(table, 'processed_at');
    table.index(['email'], 'nms_event_histo_email');
    table.unique(['source', 'source_event_id'], { indexName: 'nms_event_histo_source' });
  });
}

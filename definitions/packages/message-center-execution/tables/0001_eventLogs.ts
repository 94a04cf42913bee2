import type { Knex } from 'knex';
import { idColumn, instantColumn, ownedBy, pointsTo } from '../../columns.ts';

const kinds = ['rt_event', 'batch_event'] as const;

/**
 * The logs of transactional messages. Their mappings let the clean-up of the database find them, as it finds those of
 * other deliveries.
 */
export async function up(knex: Knex): Promise<void> {
  for (const kind of kinds) {
    await createBroadLog(knex, kind);
    await createTrackingLog(knex, kind);
    await knex('nms_delivery_mapping').insert({
      name: `map_${kind}`,
      label: kind === 'rt_event' ? 'Real-time events' : 'Batch events',
      broad_log_schema: `nms_broad_log_${kind}`,
      tracking_log_schema: `nms_tracking_log_${kind}`,
    });
  }
  await createArchive(knex);
}

/** The mappings must not name tables that are gone. */
export async function down(knex: Knex): Promise<void> {
  const names = kinds.map((kind) => `map_${kind}`);
  const ids = knex('nms_delivery_mapping').whereIn('name', names).select('delivery_mapping_id');
  await knex('nms_delivery').whereIn('delivery_mapping_id', ids).update({ delivery_mapping_id: null });
  await knex('nms_delivery_mapping').whereIn('name', names).delete();
}

async function createBroadLog(knex: Knex, kind: string): Promise<void> {
  const name = `nms_broad_log_${kind}`;
  await knex.schema.createTable(name, (table) => {
    idColumn(table, 'broad_log_id');
    ownedBy(table, 'delivery_id', 'nms_delivery').notNullable();
    pointsTo(table, 'event_id').notNullable();
    table.integer('status').notNullable();
    pointsTo(table, 'broad_log_msg_id');
    instantColumn(table, 'last_modified_at').notNullable();
    table.index(['delivery_id', 'status'], `${name}_delivery`);
    table.index(['last_modified_at'], `${name}_modified`);
    table.index(['event_id'], `${name}_event`);
  });
}

async function createTrackingLog(knex: Knex, kind: string): Promise<void> {
  const name = `nms_tracking_log_${kind}`;
  await knex.schema.createTable(name, (table) => {
    idColumn(table, 'tracking_log_id');
    ownedBy(table, 'delivery_id', 'nms_delivery').notNullable();
    pointsTo(table, 'broad_log_id').notNullable();
    pointsTo(table, 'tracking_url_id').notNullable();
    pointsTo(table, 'event_id').notNullable();
    pointsTo(table, 'tracking_queue_id');
    table.text('user_agent');
    instantColumn(table, 'logged_at').notNullable();
    table.index(['delivery_id'], `${name}_delivery`);
    table.index(['logged_at'], `${name}_logged`);
  });
}

async function createArchive(knex: Knex): Promise<void> {
  // The delivery logs of archived events, as a person may ask for them.
  await knex.schema.createTable('nms_broad_log_event_histo', (table) => {
    idColumn(table, 'broad_log_event_histo_id');
    pointsTo(table, 'event_histo_id').notNullable();
    pointsTo(table, 'delivery_id').notNullable();
    table.integer('status').notNullable();
    instantColumn(table, 'last_modified_at').notNullable();
    table.index(['event_histo_id'], 'nms_broad_log_event_histo_event');
    table.index(['last_modified_at'], 'nms_broad_log_event_histo_modified');
  });
}

import type { Knex } from 'knex';
import { idColumn, instantColumn, pointsTo } from '../../columns.ts';

const trackingLogs = ['nms_tracking_log_rcp', 'nms_tracking_log_visitor', 'nms_tracking_log_app_sub'] as const;

/** What the redirection servers have noted, and what is made of it. */
export async function up(knex: Knex): Promise<void> {
  await createQueue(knex);
  for (const name of trackingLogs) {
    await knex.schema.alterTable(name, (table) => {
      // The line of the queue that it was made of; absent of what came before there was one.
      pointsTo(table, 'tracking_queue_id');
      table.text('user_agent');
    });
    await indexQueue(knex, name);
  }
  await knex.schema.alterTable('nms_web_tracking_log', (table) => {
    pointsTo(table, 'tracking_queue_id');
    table.text('user_agent');
    table.index(['visitor_id'], 'nms_web_tracking_log_visitor');
  });
  await indexQueue(knex, 'nms_web_tracking_log');
  await extendStatistics(knex);
}

/** Most rows came by no queue. */
async function indexQueue(knex: Knex, name: string): Promise<void> {
  await knex.raw(`CREATE INDEX ${name}_queue ON ${name} (tracking_queue_id) WHERE tracking_queue_id IS NOT NULL`);
}

/**
 * A line an event, written by the redirection servers; the workflow `tracking` reads them behind its pointer in the order of
 * their numbers. They must be committed in that order: a line that comes later with a smaller number is never read.
 */
async function createQueue(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_tracking_queue', (table) => {
    idColumn(table, 'tracking_queue_id');
    table.text('server').notNullable();
    instantColumn(table, 'logged_at').notNullable();
    // As the server wrote them: numbers where the line is sound, anything where it is corrupt.
    table.text('broad_log').notNullable();
    table.text('tracking_url').notNullable();
    // Of a page view without a message, where broad_log is 0: the visitor's number.
    table.text('visitor');
    table.text('user_agent');
    table.index(['logged_at', 'tracking_queue_id'], 'nms_tracking_queue_logged');
  });
}

async function extendStatistics(knex: Knex): Promise<void> {
  await knex.schema.alterTable('nms_tracking_stats', (table) => {
    pointsTo(table, 'tracking_url_id');
    table.integer('persons').notNullable().defaultTo(0);
    // The day or hour that it sums up.
    instantColumn(table, 'ended_at');
    table.index(['delivery_id', 'started_at'], 'nms_tracking_stats_delivery');
  });
  await knex.schema.createTable('nms_user_agent_stats', (table) => {
    idColumn(table, 'user_agent_stats_id');
    table.text('browser').notNullable();
    table.text('device').notNullable();
    table.text('day').notNullable();
    table.integer('visits').notNullable().defaultTo(0);
    table.unique(['day', 'browser', 'device'], { indexName: 'nms_user_agent_stats_day' });
  });
  await knex.schema.alterTable('nms_tracking_url', (table) => {
    table.text('label');
    table.text('category');
  });
}

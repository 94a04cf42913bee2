import type { Knex } from 'knex';
import { idColumn, instantColumn, ownedBy } from '../../columns.ts';

/** Mobile apps and who has them, transactional events, simulations and hypotheses. */
export async function up(knex: Knex): Promise<void> {
  await createApps(knex);
  await createEvent(knex, 'nms_rt_event');
  await createEvent(knex, 'nms_batch_event');
  await createEvent(knex, 'nms_event_histo');
  await createSimulations(knex);
  await createHypotheses(knex);
}

async function createApps(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_mobile_app', (table) => {
    idColumn(table, 'mobile_app_id');
    table.bigInteger('service_id').notNullable();
    table.text('label').notNullable();
  });
  await knex.schema.createTable('nms_app_subscription_rcp', (table) => {
    idColumn(table, 'app_subscription_id');
    // No references: cleanup finds the subscriptions whose service or app is gone.
    table.bigInteger('service_id').notNullable();
    table.bigInteger('mobile_app_id').notNullable();
    table.bigInteger('recipient_id').notNullable();
    table.text('registration_token').notNullable();
    table.integer('disabled').notNullable().defaultTo(0);
    instantColumn(table, 'last_modified_at').notNullable();
    table.index(['disabled', 'last_modified_at'], 'nms_app_subscription_rcp_disabled');
    table.index(['mobile_app_id'], 'nms_app_subscription_rcp_app');
    table.index(['service_id'], 'nms_app_subscription_rcp_service');
  });
}

async function createEvent(knex: Knex, name: string): Promise<void> {
  await knex.schema.createTable(name, (table) => {
    idColumn(table, 'event_id');
    table.text('type').notNullable();
    table.integer('wished_channel').notNullable().defaultTo(0);
    table.text('status').notNullable();
    table.text('email').notNullable();
    instantColumn(table, 'created_at').notNullable();
    table.index(['created_at'], `${name}_created`);
  });
}

async function createSimulations(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_simulation', (table) => {
    idColumn(table, 'simulation_id');
    table.text('label').notNullable();
    // Of offers or of deliveries; both own tables wk_simu_<simulation_id>.
    table.text('subject').notNullable();
  });
}

async function createHypotheses(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_rema_hypothesis', (table) => {
    idColumn(table, 'rema_hypothesis_id');
    table.text('label').notNullable();
  });
  await knex.schema.createTable('nms_rema_match_rcp', (table) => {
    idColumn(table, 'rema_match_id');
    // No reference: cleanup finds the reactions whose hypothesis is gone.
    table.bigInteger('rema_hypothesis_id').notNullable();
    ownedBy(table, 'recipient_id', 'nms_recipient').notNullable();
    instantColumn(table, 'matched_at').notNullable();
    table.index(['rema_hypothesis_id'], 'nms_rema_match_rcp_hypothesis');
    table.index(['recipient_id'], 'nms_rema_match_rcp_recipient');
  });
}

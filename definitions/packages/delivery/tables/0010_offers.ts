import type { Knex } from 'knex';
import { flagColumn, idColumn, instantColumn, ownedBy, pointsTo } from '../../columns.ts';

/** Offers with what they stand in: each environment of design has a live one with copies of what was approved. */
export async function up(knex: Knex): Promise<void> {
  await createEnvironments(knex);
  await createOffers(knex);
  await extendPropositions(knex);
}

/** A table of things that are drawn in design and copied into the live environment. */
const deployed =
  (own: (table: Knex.CreateTableBuilder) => void, name: string) =>
  (table: Knex.CreateTableBuilder): void => {
    idColumn(table, `${name}_id`);
    ownedBy(table, 'offer_env_id', 'nms_offer_env').notNullable();
    // Of a live copy: what it is a copy of.
    pointsTo(table, 'source_id');
    table.text('name').notNullable();
    table.text('label').notNullable();
    own(table);
    instantColumn(table, 'deleted_at');
    instantColumn(table, 'last_modified_at').notNullable();
    table.index(['offer_env_id', 'source_id'], `nms_${name}_source`);
  };

async function createEnvironments(knex: Knex): Promise<void> {
  await knex.schema.createTable('nms_offer_env', (table) => {
    idColumn(table, 'offer_env_id');
    table.text('name').notNullable().unique();
    table.text('label').notNullable();
    flagColumn(table, 'live');
    // Of a design environment: the live one that is fed by it.
    pointsTo(table, 'live_env_id');
    instantColumn(table, 'last_synchronised_at');
  });
  await knex.schema.createTable(
    'nms_offer_category',
    deployed((table) => {
      pointsTo(table, 'parent_id');
      instantColumn(table, 'valid_from');
      instantColumn(table, 'valid_until');
    }, 'offer_category'),
  );
  await knex.schema.createTable(
    'nms_offer_space',
    deployed((table) => {
      table.integer('channel').notNullable();
    }, 'offer_space'),
  );
  await knex.schema.createTable(
    'nms_offer_filter',
    deployed((table) => {
      // filter: whom offers are for; rule: what they weigh.
      table.text('kind').notNullable();
      table.text('expression').notNullable();
    }, 'offer_filter'),
  );
}

async function createOffers(knex: Knex): Promise<void> {
  await knex.schema.createTable(
    'nms_offer',
    deployed((table) => {
      ownedBy(table, 'offer_category_id', 'nms_offer_category').notNullable();
      // edited, pending, approved, refused.
      table.text('content_status').notNullable().defaultTo('edited');
      table.text('eligibility_status').notNullable().defaultTo('edited');
      table.text('eligibility').notNullable();
      table.integer('weight').notNullable().defaultTo(0);
      instantColumn(table, 'starts_at');
      instantColumn(table, 'ends_at');
      instantColumn(table, 'approved_at');
      instantColumn(table, 'published_at');
      flagColumn(table, 'read_only');
      instantColumn(table, 'disabled_at');
      table.index(['offer_category_id'], 'nms_offer_category_of');
    }, 'offer'),
  );
  await knex.schema.createTable('nms_offer_view', (table) => {
    idColumn(table, 'offer_view_id');
    ownedBy(table, 'offer_id', 'nms_offer').notNullable();
    ownedBy(table, 'offer_space_id', 'nms_offer_space').notNullable();
    table.text('content').notNullable();
    // Chosen when the offer was approved.
    flagColumn(table, 'chosen');
    table.unique(['offer_id', 'offer_space_id'], { indexName: 'nms_offer_view_pair' });
    table.index(['offer_space_id'], 'nms_offer_view_space');
  });
}

async function extendPropositions(knex: Knex): Promise<void> {
  for (const name of ['nms_proposition_rcp', 'nms_proposition_visitor']) {
    await knex.schema.alterTable(name, (table) => {
      // proposed, sent, opened, interested, accepted, rejected.
      table.text('status').notNullable().defaultTo('proposed');
      table.integer('channel').notNullable().defaultTo(0);
      pointsTo(table, 'offer_space_id');
      pointsTo(table, 'broad_log_id');
      table.index([name.endsWith('rcp') ? 'recipient_id' : 'visitor_id'], `${name}_target`);
    });
    await knex.raw(`CREATE INDEX ${name}_broad_log ON ${name} (broad_log_id) WHERE broad_log_id IS NOT NULL`);
  }
}

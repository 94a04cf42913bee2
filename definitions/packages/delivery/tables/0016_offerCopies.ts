import type { Knex } from 'knex';

/** Of each thing of design there is one live copy at most, though two runs deploy it at once. */
export async function up(knex: Knex): Promise<void> {
  for (const name of ['category', 'space', 'filter']) {
    await knex.schema.alterTable(`nms_offer_${name}`, (table) => {
      table.unique(['offer_env_id', 'source_id'], { indexName: `nms_offer_${name}_copy` });
    });
  }
  await knex.schema.alterTable('nms_offer', (table) => {
    table.unique(['offer_env_id', 'source_id'], { indexName: 'nms_offer_copy' });
  });
}

import type { Knex } from 'knex';

const table = 'nms_gdpr_request_data';
const former = 'nms_gdpr_request_data_table';

/** What was collected of a table stands in as many rows as it was read in: each is small enough to be handed on. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable(table, (data) => {
    // Which row of the table is the first in it.
    data.integer('row_offset').notNullable().defaultTo(0);
    data.dropUnique(['gdpr_request_id', 'table_name'], former);
    data.unique(['gdpr_request_id', 'table_name', 'row_offset'], { indexName: 'nms_gdpr_request_data_page' });
  });
}

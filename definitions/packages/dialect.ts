import type { Knex } from 'knex';

/** Whether tables of packages stand on PostgreSQL; else on SQLite. */
export function isPostgres(knex: Knex): boolean {
  // Knex types the client as any; its configuration is what the connection was made with.
  const { client } = (knex.client as { config: { client: string } }).config;
  return client === 'pg';
}

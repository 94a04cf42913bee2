import type { Knex } from 'knex';

/** Which of the two databases a knex, or a transaction of one, stands on. */
export type Dialect = 'sqlite' | 'postgres';

export function dialectOf(knex: Knex): Dialect {
  // knex types its client as any; its configuration is what the connection was made with.
  const { client } = (knex.client as { readonly config: { readonly client: string } }).config;
  return client === 'pg' ? 'postgres' : 'sqlite';
}

/** The schema of the engine's and web's own tables on PostgreSQL; definition SQL has no business there. */
export const ownSchema = 'signalbox';
/** The schema of package tables, work tables and `xtk_option`. */
export const dataSchema = 'public';

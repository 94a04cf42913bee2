import type { Knex } from 'knex';
import { z } from 'zod';
import { openPostgres } from '../../server/database/connect.ts';

/** Does something on a PostgreSQL server, by one connection that is open only for it. */
export async function onServer(url: string, work: (knex: Knex) => Promise<unknown>): Promise<void> {
  const knex = openPostgres(url, { pool: 1, applicationName: 'signalbox tests' });
  try {
    await work(knex);
  } finally {
    await knex.destroy();
  }
}

const namesSchema = z.array(z.string());

/** Drops the databases whose names begin so. */
export const dropDatabases = (url: string, prefix: string): Promise<void> =>
  onServer(url, async (knex) => {
    const found: unknown = await knex('pg_database').where('datname', '^@', prefix).pluck('datname');
    for (const name of namesSchema.parse(found)) await knex.raw(`DROP DATABASE ${name} WITH (FORCE)`);
  });

import type Database from 'better-sqlite3';
import type { Knex } from 'knex';
import type { Prepared } from '../../operations/ports/engineReader.ts';

/** What a knex on better-sqlite3 lends: the connection itself. */
interface Lender {
  readonly acquireConnection: () => Promise<Database.Database>;
  readonly releaseConnection: (connection: Database.Database) => Promise<void>;
}

/** Prepares a statement on the connection itself: knex would run it. */
export async function prepareSqlite(knex: Knex, sql: string): Promise<Prepared> {
  // knex types its client as any; the one for better-sqlite3 lends that package's connections.
  const client = knex.client as Lender;
  const connection = await client.acquireConnection();
  try {
    connection.prepare(sql);
    return { ok: true };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, missing: /no such table/i.test(message) ? 'table' : undefined, message };
  } finally {
    await client.releaseConnection(connection);
  }
}

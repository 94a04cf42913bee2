import type Database from 'better-sqlite3';
import type { Knex } from 'knex';
import type { EngineReader, Prepared } from '../../operations/ports/engineReader.ts';

type PackageReads = Pick<EngineReader, 'prepare' | 'tables' | 'eventRows'>;

/** What a knex on better-sqlite3 lends: the connection itself. */
interface Lender {
  readonly acquireConnection: () => Promise<Database.Database>;
  readonly releaseConnection: (connection: Database.Database) => Promise<void>;
}

/** Prepares a statement on the connection itself: knex would run it. */
async function prepareOn(knex: Knex, sql: string): Promise<Prepared> {
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

/** Integers beyond 2^53 and blobs travel as text (semantics.md 6). */
const valueOf = (value: unknown): unknown => {
  if (typeof value === 'bigint') return value.toString();
  return Buffer.isBuffer(value) ? value.toString('base64') : value;
};

export function createPackageReads(knex: Knex): PackageReads {
  return {
    prepare: (sql) => prepareOn(knex, sql),
    tables: async () => {
      const rows: { name: string; column: string }[] = await knex('sqlite_master as m')
        .joinRaw('JOIN pragma_table_info(m.name) AS c')
        .where('m.type', 'table')
        .whereRaw(String.raw`m.name NOT LIKE 'sb\_%' ESCAPE '\' AND m.name NOT LIKE 'sqlite\_%' ESCAPE '\'`)
        .orderBy(['m.name', 'c.cid'])
        .select('m.name as name', 'c.name as column');
      const byName = new Map<string, string[]>();
      for (const { name, column } of rows) byName.set(name, [...(byName.get(name) ?? []), column]);
      return [...byName].map(([name, columns]) => ({ name, columns }));
    },
    eventRows: async (instance, event, range) => {
      const created: { name: string | null; rows: number | null }[] = await knex('sb_history')
        .where({ instance, type: 'eventCreated' })
        .whereRaw("json_extract(entry, '$.event.id') = ?", [event])
        .select(
          knex.raw("json_extract(entry, '$.event.workTable.name') AS name"),
          knex.raw("json_extract(entry, '$.event.workTable.recordCount') AS rows"),
        );
      const name = created[0]?.name;
      if (typeof name !== 'string' || !(await knex.schema.hasTable(name))) return undefined;
      const found = await knex<Record<string, unknown>>(name).offset(range.offset).limit(range.limit);
      const columns = Object.keys(await knex(name).columnInfo());
      const items = found.map((row) =>
        Object.fromEntries(Object.entries(row).map(([key, value]) => [key, valueOf(value)])),
      );
      return { columns, items, total: created[0]?.rows ?? items.length };
    },
  };
}

import type { Database, Statement } from 'better-sqlite3';
import type { Knex } from 'knex';
import { z } from 'zod';
import type { Row, SqlSession } from '../../../engine/activity/executor.ts';
import { invariant } from '../../../engine/invariant.ts';
import type { Json, Variables } from '../../../engine/model/json.ts';
import type { WorkTable } from '../../../engine/model/workTable.ts';
import type { ServiceScope } from '../../../engine/ports/engineStore.ts';
import { blobText, freeName, noteWorkTable, type SessionScope } from './sessionParts.ts';
import { dropTable, isProtected, quoteName } from './workTables.ts';

/** A statement that better-sqlite3 has prepared, for integers that may be larger than a double holds. */
const prepare = (database: Database, sql: string): Statement => database.prepare(sql).safeIntegers(true);

/** JSON values as SQLite binds them: booleans are numbers, lists and maps JSON text. */
type Bound = string | number | bigint | null;

function bindings(params: Variables): Record<string, Bound> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, bound(value)]));
}

function bound(value: Json): Bound {
  if (typeof value === 'boolean') return value ? 1 : 0;
  // A whole number as a double would be REAL in SQLite, and 5.0 as text.
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

const largest = BigInt(Number.MAX_SAFE_INTEGER);

/** A value of a row as JSON: integers beyond 2^53 and blobs travel as text (semantics.md 6). */
function jsonOf(value: unknown): Json {
  if (typeof value === 'bigint') return value <= largest && value >= -largest ? Number(value) : String(value);
  if (value instanceof Uint8Array) return blobText(value);
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

const rowOf = (row: object): Row =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, jsonOf(value)]));

/** The raw connection that a knex (or its transaction) works on. */
export async function rawConnection(knex: Knex): Promise<Database> {
  // knex types `client` as any; of better-sqlite3 the connection is the Database itself.
  const client = knex.client as {
    acquireConnection: () => Promise<Database>;
    releaseConnection: (connection: Database) => Promise<void>;
  };
  const connection = await client.acquireConnection();
  // The pool has one connection and its statements are synchronous: handing it back at once cannot interleave two uses.
  await client.releaseConnection(connection);
  return connection;
}

/** Definition SQL on SQLite. Statements are synchronous: they keep the worker busy, and nobody else (architecture.md). */
export function createSqliteSession(knex: Knex, { scope, mayName }: SessionScope): SqlSession {
  return {
    dialect: 'sqlite',
    run: (sql, params) => run(knex, sql, params),
    all: (sql, params, limit) => all(knex, { sql, params, limit }),
    createWorkTable: (query, params) => createWorkTable(knex, scope, { query, params }),
    tables: async () => {
      const names = z.array(z.string()).parse(await knex('sqlite_master').where({ type: 'table' }).pluck('name'));
      return names.filter((name) => !isProtected(name));
    },
    dropTable: (table) => dropTable(knex, table),
    quote: quoteName,
    mayName,
  };
}

async function run(knex: Knex, sql: string, params: Variables): Promise<number> {
  const statement = prepare(await rawConnection(knex), sql);
  return statement.reader ? statement.all(bindings(params)).length : statement.run(bindings(params)).changes;
}

interface Asking {
  readonly sql: string;
  readonly params: Variables;
  readonly limit: number | undefined;
}

async function all(knex: Knex, { sql, params, limit }: Asking): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const row of prepare(await rawConnection(knex), sql).iterate(bindings(params))) {
    invariant(typeof row === 'object' && row !== null, 'a query answers rows');
    rows.push(rowOf(row));
    if (limit !== undefined && rows.length >= limit) break;
  }
  return rows;
}

async function createWorkTable(
  knex: Knex,
  scope: ServiceScope,
  { query, params }: { readonly query: string; readonly params: Variables },
): Promise<WorkTable> {
  const name = await freeName(knex, scope);
  const database = await rawConnection(knex);
  database.prepare(`CREATE TABLE ${quoteName(name)} AS ${query}`).run(bindings(params));
  const recordCount = Number(
    database
      .prepare(`SELECT count(*) FROM ${quoteName(name)}`)
      .pluck()
      .get(),
  );
  await noteWorkTable(knex, scope, { name, recordCount });
  return { name, recordCount };
}

import type { Database, Statement } from 'better-sqlite3';
import type { Knex } from 'knex';
import { z } from 'zod';
import type { Row, SqlSession } from '../../../engine/activity/executor.ts';
import { invariant } from '../../../engine/invariant.ts';
import type { Json, Variables } from '../../../engine/model/json.ts';
import type { WorkTable } from '../../../engine/model/workTable.ts';
import { onConnection } from '../../database/statements.ts';
import { blobText, freeName, noteWorkTable, type SessionScope } from './sessionParts.ts';
import { roomFor } from './workQuota.ts';
import { keepRows, keptRows } from './workRows.ts';
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

/** Definition SQL on SQLite. Statements are synchronous: they keep the worker busy, and nobody else (architecture.md). */
export function createSqliteSession(knex: Knex, session: SessionScope): SqlSession {
  const { mayName } = session;
  return {
    dialect: 'sqlite',
    run: (sql, params) => run(knex, sql, params),
    all: (sql, params, limit) => all(knex, { sql, params, limit }),
    createWorkTable: (query, params) => createWorkTable(knex, session, { query, params }),
    tables: async () => {
      const names = z.array(z.string()).parse(await knex('sqlite_master').where({ type: 'table' }).pluck('name'));
      return names.filter((name) => !isProtected(name));
    },
    dropTable: (table) => dropTable(knex, table),
    quote: quoteName,
    mayName,
  };
}

function run(knex: Knex, sql: string, params: Variables): Promise<number> {
  return onConnection(knex, (connection) => {
    const statement = prepare(connection, sql);
    return statement.reader ? statement.all(bindings(params)).length : statement.run(bindings(params)).changes;
  });
}

interface Asking {
  readonly sql: string;
  readonly params: Variables;
  readonly limit: number | undefined;
}

async function all(knex: Knex, asking: Asking): Promise<readonly Row[]> {
  return (await readRows(knex, asking)).rows;
}

/** The rows of a query, so many at most, with the names of its columns. */
export function readRows(
  knex: Knex,
  { sql, params, limit }: Asking,
): Promise<{ readonly columns: readonly string[]; readonly rows: readonly Row[] }> {
  return onConnection(knex, (connection) => {
    const rows: Row[] = [];
    const statement = prepare(connection, sql);
    for (const row of statement.iterate(bindings(params))) {
      invariant(typeof row === 'object' && row !== null, 'a query answers rows');
      rows.push(rowOf(row));
      if (limit !== undefined && rows.length >= limit) break;
    }
    return { columns: statement.columns().map(({ name }) => name), rows };
  });
}

async function createWorkTable(
  knex: Knex,
  { scope, workRows }: SessionScope,
  { query, params }: { readonly query: string; readonly params: Variables },
): Promise<WorkTable> {
  const name = await freeName(knex, scope);
  const room = await roomFor(knex, scope.instance.id, workRows);
  const recordCount = await onConnection(knex, (connection) => {
    connection.prepare(`CREATE TABLE ${quoteName(name)} AS ${room.within(query)}`).run(bindings(params));
    return Number(
      connection
        .prepare(`SELECT count(*) FROM ${quoteName(name)}`)
        .pluck()
        .get(),
    );
  });
  await room.hold({ name, recordCount });
  await noteWorkTable(knex, scope, { name, recordCount });
  const rows = await all(knex, {
    sql: `SELECT * FROM ${quoteName(name)} LIMIT ${String(keptRows)}`,
    params: {},
    limit: keptRows,
  });
  await keepRows(knex, scope, { name, rows });
  return { name, recordCount };
}

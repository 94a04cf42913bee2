import type { Database, Statement } from 'better-sqlite3';
import pg from 'pg';
import { openPostgres } from '../server/database/connect.ts';
import { migratePostgres } from '../server/database/prepareDatabases.ts';
import { rawConnection } from '../server/database/statements.ts';
import { openSqliteFiles, type StoreTables } from '../test/support/sqliteFiles.ts';
import { recordPostgres, recordSqlite, type Recording, type Write } from './recordedWrites.ts';

/** Where writes are done again: each client has a connection of its own. */
export interface Client {
  /** Executes writes as one transaction. */
  readonly commit: (group: readonly Write[]) => Promise<void>;
}

/** A database for the bench: the tables of the engine, and what measures beside it. */
export interface BenchDatabase {
  readonly tables: StoreTables;
  readonly execute: (sql: string) => Promise<void>;
  /** What `sql` finds, a number. */
  readonly count: (sql: string) => Promise<number>;
  readonly record: () => Recording;
  readonly clients: readonly Client[];
  /** Empties what was written, and starts from a clean log. */
  readonly empty: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** What a run of the engine leaves behind. */
const written = ['sb_instance', 'sb_task', 'sb_history', 'sb_ready', 'sb_request_outcome', 'sb_inbox_position'];

/** Opens the tables on SQLite: one connection, `synchronous=FULL`. */
export async function openOnSqlite(): Promise<BenchDatabase> {
  const tables = await openSqliteFiles();
  const connection = await rawConnection(tables.engine);
  // Tests wait for no disk; what is measured does, as a worker does.
  connection.pragma('synchronous = FULL');
  connection.exec('CREATE TABLE bench_counted (n INTEGER)');
  return {
    tables,
    execute: (sql) => Promise.resolve(void connection.exec(sql)),
    count: (sql) => Promise.resolve(Number(connection.prepare(sql).pluck().get())),
    record: () => recordSqlite(connection),
    clients: [sqliteClient(connection)],
    empty: () => {
      for (const table of [...written, 'bench_counted']) connection.exec(`DELETE FROM ${table}`);
      connection.pragma('wal_checkpoint(TRUNCATE)');
      return Promise.resolve();
    },
    close: tables.close,
  };
}

function sqliteClient(connection: Database): Client {
  const prepared = new Map<string, Statement>();
  const statementOf = (sql: string): Statement => {
    const statement = prepared.get(sql) ?? connection.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
  const commit = connection.transaction((group: readonly Write[]) => {
    for (const { sql, values } of group) statementOf(sql).run(...values);
  });
  return {
    commit: (group) => {
      commit(group);
      return Promise.resolve();
    },
  };
}

/** So many clients write at the same time. */
const clientsOnPostgres = 32;

/** Opens the tables in a new database of a PostgreSQL server. */
export async function openOnPostgres(serverUrl: string): Promise<BenchDatabase> {
  const name = `signalbox_bench_${String(process.pid)}`;
  const server = openPostgres(serverUrl, { pool: 1, applicationName: 'signalbox bench' });
  await server.raw(`CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const engine = openPostgres(url.href, { pool: 4, applicationName: 'signalbox bench' });
  const role = await migratePostgres(engine);
  const outside = openPostgres(url.href, { pool: 1, applicationName: 'signalbox bench', data: { role } });
  await outside.raw('CREATE TABLE bench_counted (n INTEGER)');
  const definitionSql = { outside, role, tookBack: () => Promise.resolve(false) };
  const connections = Array.from({ length: clientsOnPostgres }, () => new pg.Client(url.href));
  for (const connection of connections) {
    await connection.connect();
    await connection.query('SET search_path TO signalbox, public');
  }
  return {
    tables: { engine, inbox: engine, inboxReader: engine, definitionSql, close: () => Promise.resolve() },
    execute: async (sql) => {
      await engine.raw(sql);
    },
    count: async (sql) => {
      const { rows } = await engine.raw<{ readonly rows: readonly { readonly n: number | string }[] }>(sql);
      return Number(rows[0]?.n);
    },
    record: recordPostgres,
    clients: connections.map(postgresClient),
    empty: async () => {
      await engine.raw(`TRUNCATE ${[...written, 'bench_counted'].join(', ')}`);
      await engine.raw('CHECKPOINT');
    },
    close: async () => {
      for (const connection of connections) await connection.end();
      await outside.destroy();
      await engine.destroy();
      await server.raw(`DROP DATABASE ${name} WITH (FORCE)`);
      await server.destroy();
    },
  };
}

const postgresClient = (connection: pg.Client): Client => ({
  commit: async (group) => {
    await connection.query('BEGIN');
    for (const { sql, name, values } of group)
      await connection.query({ text: sql, values: [...values], ...(name !== undefined && { name }) });
    await connection.query('COMMIT');
  },
});

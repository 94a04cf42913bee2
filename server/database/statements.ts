import type { Database, Statement as SqliteStatement } from 'better-sqlite3';
import type { Knex } from 'knex';
import type { Client } from 'pg';
import { dialectOf } from './dialect.ts';
import { onClient } from './postgresClient.ts';

/** What a statement binds. */
export type Value = string | number | null;

/** A query of fixed text, prepared once a connection. Its values are bound by their order; a list is a list of texts. */
export interface Query {
  /** By which PostgreSQL keeps it prepared. */
  readonly name: string;
  readonly sqlite: string;
  readonly postgres: string;
}

/** A statement of fixed text that is done for any number of rows. */
export interface Write<Row> {
  readonly name: string;
  readonly keys: readonly (keyof Row)[];
  readonly sqlite: string;
  /** Does it for all rows at once: each parameter is the list of one key's values. */
  readonly postgres: string;
}

/** Statements of fixed text on one connection. */
export interface Statements {
  readonly all: (query: Query, values: readonly (Value | readonly string[])[]) => Promise<readonly unknown[]>;
  /** Answers how many rows were changed. */
  readonly write: <Row extends Readonly<Record<keyof Row, Value>>>(
    write: Write<Row>,
    rows: readonly Row[],
  ) => Promise<number>;
  /** Executes a text without values or an answer. */
  readonly command: (text: string) => Promise<void>;
}

/** A knex on better-sqlite3, or a transaction of one, lends the Database itself. */
interface SqliteLender {
  readonly acquireConnection: () => Promise<Database>;
  readonly releaseConnection: (connection: Database) => Promise<void>;
}

/** Does something at once on the connection that a knex (or its transaction) works on; nobody else uses it meanwhile. */
export async function onConnection<Result>(knex: Knex, use: (connection: Database) => Result): Promise<Result> {
  // knex types `client` as any.
  const client = knex.client as SqliteLender;
  // Outside of steps it is lent between two transactions: what is done there must not become part of one.
  const connection = await client.acquireConnection();
  try {
    return use(connection);
  } finally {
    await client.releaseConnection(connection);
  }
}

/** The raw connection that a knex (or its transaction) works on, for whoever has it to himself. */
export const rawConnection = (knex: Knex): Promise<Database> => onConnection(knex, (connection) => connection);

/** Works with fixed statements; within a transaction on its connection. */
export async function withStatements<Result>(
  knex: Knex,
  work: (statements: Statements) => Promise<Result>,
): Promise<Result> {
  if (dialectOf(knex) === 'sqlite') return work(onSqlite(await rawConnection(knex)));
  return onClient(knex, (client) => work(onPostgres(client)));
}

const preparedOn = new WeakMap<Database, Map<string, SqliteStatement>>();

function prepared(database: Database, text: string): SqliteStatement {
  const statements = preparedOn.get(database) ?? new Map<string, SqliteStatement>();
  preparedOn.set(database, statements);
  const statement = statements.get(text) ?? database.prepare(text);
  statements.set(text, statement);
  return statement;
}

function onSqlite(database: Database): Statements {
  return {
    all: async ({ sqlite }, values) =>
      prepared(database, sqlite).all(
        ...values.map((value) => (typeof value === 'object' && value !== null ? JSON.stringify(value) : value)),
      ),
    write: async ({ keys, sqlite }, rows) => {
      if (rows.length === 0) return 0;
      const statement = prepared(database, sqlite);
      // One list for all rows: what a row binds is copied when it is executed.
      const values: Value[] = [];
      let changed = 0;
      for (const row of rows) {
        let at = 0;
        for (const key of keys) {
          values[at] = row[key];
          at += 1;
        }
        changed += statement.run(values).changes;
      }
      return changed;
    },
    command: async (text) => {
      prepared(database, text).run();
    },
  };
}

function onPostgres(client: Client): Statements {
  return {
    all: async ({ name, postgres }, values) => {
      const { rows } = await client.query<Record<string, unknown>>({ name, text: postgres, values: [...values] });
      return rows;
    },
    write: async ({ name, keys, postgres }, rows) => {
      if (rows.length === 0) return 0;
      const values = keys.map((key) => rows.map((row) => row[key]));
      return (await client.query({ name, text: postgres, values })).rowCount ?? 0;
    },
    command: async (text) => {
      await client.query(text);
    },
  };
}

import knex, { type Knex } from 'knex';
import type { Database } from 'better-sqlite3';
import type { Client } from 'pg';
import { dataSchema, ownSchema } from './dialect.ts';
import { isConnectionLoss } from './postgresClient.ts';
import { postgresTypes } from './postgresTypes.ts';

/** How a SQLite file is opened. */
export interface OpenOptions {
  readonly file: string;
  /** Web reads the worker's file, the worker reads web's: neither may write the other's (architecture.md). */
  readonly readOnly?: boolean;
}

/**
 * Where it finds no room SQLite takes a transaction back by itself. That knex then finds nothing to take back must not
 * hide what went wrong.
 */
function letRollBackTwice(connection: Database): void {
  const prepare = connection.prepare.bind(connection);
  connection.prepare = (text: string) =>
    prepare(text === 'ROLLBACK' && !connection.inTransaction ? 'SELECT 1 WHERE false' : text);
}

/**
 * Opens a SQLite file: one connection, WAL, `synchronous=FULL`, so that what is acknowledged survives a power loss.
 * @throws what better-sqlite3 throws where the file cannot be opened.
 */
export function openSqlite({ file, readOnly = false }: OpenOptions): Knex {
  return knex({
    client: 'better-sqlite3',
    useNullAsDefault: true,
    // Errors travel into logs: they carry the statement, and not the values that were bound.
    compileSqlOnError: false,
    connection: { filename: file, options: { readonly: readOnly } },
    pool: {
      min: 1,
      max: 1,
      afterCreate: (connection: Database, done: (error: Error | null, connection: Database) => void) => {
        if (!readOnly) {
          connection.pragma('journal_mode = WAL');
          connection.pragma('synchronous = FULL');
          connection.pragma('foreign_keys = ON');
        }
        connection.pragma('busy_timeout = 5000');
        connection.pragma('cache_size = -65536');
        connection.pragma('temp_store = MEMORY');
        letRollBackTwice(connection);
        done(null, connection);
      },
    },
  });
}

/** How a PostgreSQL database is opened. */
export interface PostgresOptions {
  /** How many connections at most. */
  readonly pool: number;
  /** By which the server's views tell our connections apart; 63 characters at most. */
  readonly applicationName: string;
  /** Whether one connection stays open also when nothing uses it. */
  readonly keep?: boolean;
  /** For what web reads of the engine. */
  readonly readOnly?: boolean;
  /** For SQL of packages and definitions: only their schema, with the rights of this role if there is one. */
  readonly data?: { readonly role: string | undefined };
}

/**
 * Our own statements find their rows by indexes. A plan is kept for a statement from when its table was empty, and queues
 * are empty most of the time: left to itself PostgreSQL then reads whole tables, whatever they have become.
 */
export const byIndex = 'enable_seqscan TO off';

/** What makes a session ours; it may be sent again to undo what a script has set. */
export function sessionSetup({ readOnly = false, data }: Pick<PostgresOptions, 'readOnly' | 'data'>): string {
  return [
    'RESET ALL',
    `SET search_path TO ${data ? dataSchema : `${ownSchema}, ${dataSchema}`}`,
    `SET TimeZone TO 'UTC'`,
    ...(readOnly ? ['SET default_transaction_read_only TO on'] : []),
    `SET ROLE ${data?.role ?? 'NONE'}`,
    ...(data ? [] : [`SET ${byIndex}`]),
  ].join('; ');
}

const unheard = (): void => undefined;

/** What pg says of a lost connection has no code of its own; with one, everybody knows it for what it is. */
function withCode(error: unknown): void {
  if (error instanceof Error && isConnectionLoss(error) && !('code' in error))
    Object.assign(error, { code: 'ECONNRESET' });
}

/** Opens a PostgreSQL database; a connection is made when the first one is asked for. */
export function openPostgres(url: string, options: PostgresOptions): Knex {
  const setup = sessionSetup(options);
  const opened = knex({
    client: 'pg',
    compileSqlOnError: false,
    // What knex would print besides is thrown at whoever asked.
    log: { warn: unheard, error: unheard, debug: unheard, deprecate: unheard },
    connection: {
      connectionString: url,
      application_name: options.applicationName,
      keepAlive: true,
      // knex's type of a connection leaves this out; it hands all of it to pg.
      types: postgresTypes,
    } as Knex.PgConnectionConfig,
    pool: {
      min: options.keep ? 1 : 0,
      max: options.pool,
      afterCreate: (connection: Client, done: (error: Error | null, connection: Client) => void) => {
        connection.query(setup, (error: Error | null) => {
          done(error, connection);
        });
      },
    },
  });
  // knex types its client as any; it makes each connection by this function.
  const client = opened.client as { acquireRawConnection: () => Promise<Client> };
  const acquire = client.acquireRawConnection.bind(client);
  client.acquireRawConnection = () =>
    acquire().catch((error: unknown) => {
      withCode(error);
      throw error;
    });
  return opened.on('query-error', withCode);
}

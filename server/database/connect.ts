import knex, { type Knex } from 'knex';

/** How a SQLite file is opened. */
export interface OpenOptions {
  readonly file: string;
  /** Web reads the worker's file, the worker reads web's: neither may write the other's (architecture.md). */
  readonly readOnly?: boolean;
}

interface Pragmas {
  pragma: (text: string) => unknown;
}

/**
 * Opens a SQLite file: one connection, WAL, `synchronous=FULL`, so that what is acknowledged survives a power loss.
 * @throws what better-sqlite3 throws where the file cannot be opened.
 */
export function openSqlite({ file, readOnly = false }: OpenOptions): Knex {
  return knex({
    client: 'better-sqlite3',
    useNullAsDefault: true,
    connection: { filename: file, options: { readonly: readOnly } },
    pool: {
      min: 1,
      max: 1,
      afterCreate: (connection: Pragmas, done: (error: Error | null, connection: Pragmas) => void) => {
        if (!readOnly) {
          connection.pragma('journal_mode = WAL');
          connection.pragma('synchronous = FULL');
          connection.pragma('foreign_keys = ON');
        }
        connection.pragma('busy_timeout = 5000');
        connection.pragma('cache_size = -65536');
        connection.pragma('temp_store = MEMORY');
        done(null, connection);
      },
    },
  });
}

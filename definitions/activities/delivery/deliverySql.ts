import type { ExecutorRun, Row, SqlSession } from '../../../engine/activity/executor.ts';
import { onDatabase } from '../../../engine/activity/sqlExecution.ts';
import type { Json, Variables } from '../../../engine/model/json.ts';
import type { DeliveryConfig } from './delivery.kind.ts';

export type Run = ExecutorRun<DeliveryConfig>;

/** Statements of sending, in the words of the database in use. */
export interface DeliverySql {
  readonly run: (statement: string, params?: Variables) => Promise<number>;
  readonly all: (query: string, params?: Variables) => Promise<readonly Row[]>;
  /** What the clock shows, as the database has instants. */
  readonly now: () => string;
  /** An instant of a parameter, where its type cannot be told from its place. */
  readonly instant: (parameter: string) => string;
  /** A text that nobody guesses. */
  readonly secret: string;
  readonly tables: ReadonlySet<string>;
}

export async function openDeliverySql({ services: { sql }, clockMs }: Run): Promise<DeliverySql> {
  const isPostgres = sql.dialect === 'postgres';
  const tables = new Set(await onDatabase(() => sql.tables()));
  return {
    run: (statement, params = {}) => onDatabase(() => sql.run(statement, params)),
    all: (query, params = {}) => onDatabase(() => sql.all(query, params)),
    now: () => new Date(clockMs()).toISOString(),
    instant: (parameter) => (isPostgres ? `CAST(${parameter} AS timestamptz)` : parameter),
    secret: isPostgres ? "replace(CAST(gen_random_uuid() AS text), '-', '')" : 'lower(hex(randomblob(16)))',
    tables,
  };
}

/** Numbers of rows as a list within a statement: they are the database's own. */
export const idList = (ids: readonly string[]): string => ids.filter((id) => /^\d+$/.test(id)).join(', ');

/** A number of a row; PostgreSQL's may travel as text. */
export const idOf = (value: Json | undefined): string => (typeof value === 'number' ? String(value) : textOf(value));

export const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** Makes the next number of a key that PostgreSQL hands out come after those that were given by hand. */
export async function advanceKey({ dialect, all }: Pick<SqlSession, 'dialect' | 'all'>, table: string, key: string) {
  if (dialect === 'postgres')
    await onDatabase(() =>
      all(`SELECT setval(pg_get_serial_sequence('${table}', '${key}'), (SELECT max(${key}) FROM ${table}))`, {}),
    );
}

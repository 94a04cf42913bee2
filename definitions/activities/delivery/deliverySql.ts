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
  /** A statement that answers the last number of a key, such that rows which are given none go on after it. */
  readonly numbering: (taken: string, table: string, key: string) => string;
  /** A text that nobody guesses. */
  readonly secret: string;
  readonly tables: ReadonlySet<string>;
}

export async function openDeliverySql({ services: { sql }, clockMs }: Run): Promise<DeliverySql> {
  const tables = new Set(await onDatabase(() => sql.tables()));
  return deliverySql(sql, { now: () => new Date(clockMs()).toISOString(), tables });
}

/** The same on any session. */
export function deliverySql(
  sql: Pick<SqlSession, 'dialect' | 'run' | 'all'>,
  given: Pick<DeliverySql, 'now' | 'tables'>,
): DeliverySql {
  const isPostgres = sql.dialect === 'postgres';
  return {
    ...given,
    run: (statement, params = {}) => onDatabase(() => sql.run(statement, params)),
    all: (query, params = {}) => onDatabase(() => sql.all(query, params)),
    instant: (parameter) => (isPostgres ? `CAST(${parameter} AS timestamptz)` : parameter),
    numbering: (taken, table, key) => (isPostgres ? goOnAfter(taken, table, key) : taken),
    secret: isPostgres ? "replace(CAST(gen_random_uuid() AS text), '-', '')" : 'lower(hex(randomblob(16)))',
  };
}

/** Numbers of rows as a list within a statement: they are the database's own. */
export const idList = (ids: readonly string[]): string => ids.filter((id) => /^\d+$/.test(id)).join(', ');

/** A number of a row; PostgreSQL's may travel as text. */
export const idOf = (value: Json | undefined): string => (typeof value === 'number' ? String(value) : textOf(value));

export const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** PostgreSQL counts apart from the rows. */
const goOnAfter = (taken: string, table: string, key: string): string =>
  `WITH taken AS (${taken}) SELECT last, setval(pg_get_serial_sequence('${table}', '${key}'), last) FROM taken`;

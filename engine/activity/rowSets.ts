import type { Variables } from '../model/json.ts';
import type { ExecutorServices, Outcome, SqlSession } from './executor.ts';
import { misconfigured, onDatabase, type SqlRun, type Statement } from './sqlExecution.ts';
import { tableColumns } from './tableColumns.ts';

/** The rows of an inbound work table. */
export interface RowSet {
  /** As definitions name it: the activity that gave it. */
  readonly name: string;
  /** Quoted. */
  readonly table: string;
  readonly columns: readonly string[];
  readonly quote: SqlSession['quote'];
}

async function rowSet({ sql }: ExecutorServices, name: string, table: string): Promise<RowSet> {
  const columns = await onDatabase(() => tableColumns(sql, table));
  return { name, table: sql.quote(table), columns, quote: sql.quote };
}

const none = () => misconfigured('No work table came in.', 'Put an activity that selects rows before this one.');

/**
 * All work tables that came in, the leading one first.
 * @throws ExecutorFailure where there is none, or not the leading one.
 */
export async function inboundRowSets(run: SqlRun, primary?: string): Promise<readonly [RowSet, ...RowSet[]]> {
  const tables = Object.entries(run.task.workTables).map(([name, table]) => ({ name, table: table.name }));
  const leading = primary === undefined ? tables[0] : tables.find(({ name }) => name === primary);
  if (!leading && tables.length === 0) throw none();
  if (!leading)
    throw misconfigured(
      `No work table came from “${primary ?? ''}”.`,
      `Name one that comes in: ${tables.map(({ name }) => name).join(', ')}.`,
    );
  const others: RowSet[] = [];
  for (const { name, table } of tables) if (name !== leading.name) others.push(await rowSet(run.services, name, table));
  return [await rowSet(run.services, leading.name, leading.table), ...others];
}

/**
 * The one work table that came in.
 * @throws ExecutorFailure where there is none or several.
 */
export async function onlyRowSet(run: SqlRun): Promise<RowSet> {
  const [only, ...others] = await inboundRowSets(run);
  if (others.length === 0) return only;
  throw misconfigured(
    `Several work tables came in: ${Object.keys(run.task.workTables).join(', ')}.`,
    'Bring their rows together first, with a union or a query.',
  );
}

/** Columns as they are written in a list. */
export const columnList = ({ quote }: Pick<RowSet, 'quote'>, columns: readonly string[], of = ''): string =>
  columns.map((column) => `${of}${quote(column)}`).join(', ');

/**
 * The columns that a definition names, as the table has them: PostgreSQL writes names without quotes in small letters.
 * @throws ExecutorFailure where there is no such column.
 */
export function columnsNamed({ name, columns }: Pick<RowSet, 'name' | 'columns'>, named: readonly string[]): string[] {
  return named.map((wanted) => {
    const lower = wanted.toLowerCase();
    const found =
      columns.find((column) => column === wanted) ?? columns.find((column) => column.toLowerCase() === lower);
    if (found !== undefined) return found;
    throw misconfigured(`The rows of ${name} have no column “${wanted}”.`, `They have: ${columns.join(', ')}.`);
  });
}

/** Whether a row has each column of a key: a key that is empty somewhere tells no rows apart. */
export const hasKey = ({ quote }: Pick<RowSet, 'quote'>, key: readonly string[], of = ''): string =>
  key.map((column) => `${of}${quote(column)} IS NOT NULL`).join(' AND ');

/** A condition: the rows `other` hold one with the key of the row `row`; both are aliases or quoted tables. */
export function isIn(
  other: RowSet,
  key: readonly string[],
  { row, own }: { row: string; own: readonly string[] },
): string {
  const named = columnsNamed(other, key);
  const same = named.map(
    (column, index) => `other.${other.quote(column)} = ${row}.${other.quote(own[index] ?? column)}`,
  );
  return `EXISTS (SELECT 1 FROM ${other.table} AS other WHERE ${same.join(' AND ')})`;
}

/** The variables that tell of the rows that leave: how many, and the first of them. */
async function rowVars({ sql }: ExecutorServices, name: string, recordCount: number): Promise<Variables> {
  const [firstRow] = await onDatabase(() => sql.all(`SELECT * FROM ${sql.quote(name)} LIMIT 1`, {}, 1));
  return { recordCount, ...(firstRow && { firstRow: { ...firstRow } }) };
}

/** What every kind sets whose rows leave as a work table. */
export const rowVarNames: readonly string[] = ['recordCount', 'firstRow'];

/** Keeps the rows of a query as a work table, and tells of them. */
export async function keepRows(services: ExecutorServices, { sql: query, params }: Statement) {
  const workTable = await onDatabase(() => services.sql.createWorkTable(query, params));
  // Read from the work table: the query itself may be long.
  const vars = await rowVars(services, workTable.name, workTable.recordCount);
  return { workTable, recordCount: workTable.recordCount, vars } satisfies Outcome;
}

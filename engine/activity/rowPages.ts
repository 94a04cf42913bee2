import type { Row, SqlSession } from './executor.ts';
import type { RowSet } from './rowSets.ts';
import { columnList } from './rowSets.ts';
import { misconfigured, onDatabase } from './sqlExecution.ts';

const rowsAtOnce = 1_000;
/** Some hundred rows at most: so many fit into a block. */
const blocksAtOnce = 4;

/** The rows of a work table in the order in which they were written, some at a time. */
export function rowPages(sql: SqlSession, rows: RowSet, columns: readonly string[]): AsyncIterable<readonly Row[]> {
  return sql.dialect === 'sqlite' ? pagesByRowId(sql, rows, columns) : pagesByBlock(sql, rows, columns);
}

/** A column takes the name of the row's own number away. */
function rowIdOf({ name, columns }: RowSet): string {
  const taken = new Set(columns.map((column) => column.toLowerCase()));
  const free = ['rowid', '_rowid_', 'oid'].find((each) => !taken.has(each));
  if (free !== undefined) return free;
  throw misconfigured(`The rows of ${name} cannot be paged.`, 'Name no column rowid, _rowid_ or oid.');
}

async function* pagesByRowId(sql: SqlSession, rows: RowSet, columns: readonly string[]): AsyncIterable<readonly Row[]> {
  const rowId = rowIdOf(rows);
  const from = `FROM ${rows.table} WHERE ${rowId} > :after ORDER BY ${rowId} LIMIT ${String(rowsAtOnce)}`;
  const query = `SELECT ${columnList(rows, columns)} ${from}`;
  const last = `SELECT max(id) AS last FROM (SELECT ${rowId} AS id ${from})`;
  for (let after = 0; ;) {
    const params = { after };
    const page = await onDatabase(() => sql.all(query, params));
    if (page.length > 0) yield page;
    if (page.length < rowsAtOnce) return;
    const [found] = await onDatabase(() => sql.all(last, params));
    after = Number(found?.['last'] ?? 0);
  }
}

/** PostgreSQL has no number of rows, but their places: a range of blocks is read without the others. */
async function* pagesByBlock(sql: SqlSession, rows: RowSet, columns: readonly string[]): AsyncIterable<readonly Row[]> {
  const [size] = await onDatabase(() =>
    sql.all(
      "SELECT pg_relation_size(to_regclass(CAST(:table AS text))) / CAST(current_setting('block_size') AS bigint) AS blocks",
      { table: rows.table },
    ),
  );
  const blocks = Number(size?.['blocks'] ?? 0);
  const query =
    `SELECT ${columnList(rows, columns)} FROM ${rows.table} ` +
    'WHERE ctid >= CAST(:from AS tid) AND ctid < CAST(:to AS tid)';
  for (let block = 0; block < blocks; block += blocksAtOnce) {
    const params = { from: `(${String(block)},0)`, to: `(${String(block + blocksAtOnce)},0)` };
    const page = await onDatabase(() => sql.all(query, params));
    if (page.length > 0) yield page;
  }
}

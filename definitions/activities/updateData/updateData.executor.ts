import { ExecutorFailure } from '../../../engine/activity/executor.ts';
import type { Executor, ExecutorRun, Outcome } from '../../../engine/activity/executor.ts';
import { columnsNamed, hasKey, onlyRowSet, type RowSet } from '../../../engine/activity/rowSets.ts';
import {
  onDatabase,
  paramsOf,
  prepareFragment,
  standingTable,
  type Statement,
} from '../../../engine/activity/sqlExecution.ts';
import { tableColumns } from '../../../engine/activity/tableColumns.ts';
import type { Variables } from '../../../engine/model/json.ts';
import { sqlFields, type UpdateDataConfig } from './updateData.kind.ts';

type Run = ExecutorRun<UpdateDataConfig>;

/** A table to write to, and the rows to write as a query whose columns are named like the table's. */
interface Writing {
  readonly table: string;
  /** Quoted, as the columns below. */
  readonly source: string;
  readonly params: Variables;
  readonly key: readonly string[];
  readonly columns: readonly string[];
  readonly rows: RowSet;
}

interface Value extends Statement {
  readonly column: string;
}

/** The value of each column: those of the fields, and for a key that is not among them the column of its own name. */
async function valuesOf(run: Run, rows: RowSet, target: Pick<RowSet, 'name' | 'columns'>): Promise<readonly Value[]> {
  const { fields, key = [], mode } = run.config;
  const values: Value[] = [];
  for (const [name, text] of Object.entries(fields)) {
    if (mode === 'delete' && !key.includes(name)) continue;
    const [column = name] = columnsNamed(target, [name]);
    values.push({ column, ...(await prepareFragment(run, text, sqlFields(run.config))) });
  }
  for (const column of columnsNamed(target, key)) {
    if (values.some((value) => value.column === column)) continue;
    const [own = column] = columnsNamed(rows, [column]);
    values.push({ column, sql: rows.quote(own), params: {} });
  }
  return values;
}

async function writingOf(run: Run): Promise<Writing> {
  const { config, services } = run;
  const { quote } = services.sql;
  const table = await standingTable(services, config.table, 'the field “Table”');
  const rows = await onlyRowSet(run);
  const target = { name: config.table, columns: await onDatabase(() => tableColumns(services.sql, config.table)) };
  const values = await valuesOf(run, rows, target);
  const selected = values.map(({ column, sql }) => `(${sql}) AS ${quote(column)}`);
  return {
    table,
    source: `(SELECT ${selected.join(', ')} FROM ${rows.table} AS given) AS source`,
    params: paramsOf(values),
    key: columnsNamed(target, config.key ?? []),
    columns: values.map(({ column }) => column),
    rows,
  };
}

const sameKey = ({ key, rows }: Writing) =>
  key.map((column) => `target.${rows.quote(column)} = source.${rows.quote(column)}`).join(' AND ');

function insertion(writing: Writing, where = ''): string {
  const columns = writing.columns.map((column) => writing.rows.quote(column));
  const selected = columns.map((column) => `source.${column}`);
  return `INSERT INTO ${writing.table} (${columns.join(', ')}) SELECT ${selected.join(', ')} FROM ${writing.source}${where}`;
}

/** Nothing where there is nothing but the key. */
function updating(writing: Writing): string | undefined {
  const { quote } = writing.rows;
  const set = writing.columns
    .filter((column) => !writing.key.includes(column))
    .map((column) => `${quote(column)} = source.${quote(column)}`);
  if (set.length === 0) return undefined;
  return `UPDATE ${writing.table} AS target SET ${set.join(', ')} FROM ${writing.source} WHERE ${sameKey(writing)}`;
}

/** Of several rows with one key any could win, or each be inserted: neither is what somebody wants. */
async function refuseDuplicates({ services }: Run, writing: Writing): Promise<void> {
  const key = writing.key.map((column) => writing.rows.quote(column)).join(', ');
  const sql =
    `SELECT ${key} FROM ${writing.source} WHERE ${hasKey(writing.rows, writing.key)} ` +
    `GROUP BY ${key} HAVING count(*) > 1 LIMIT 1`;
  const [twice] = await onDatabase(() => services.sql.all(sql, writing.params, 1));
  if (!twice) return;
  throw new ExecutorFailure({
    cause: 'data',
    message: `Several rows have the key ${JSON.stringify(twice)}.`,
    hint: 'Put a deduplication before, or name more columns in the key.',
  });
}

async function write(run: Run, writing: Writing): Promise<Variables & { recordCount: number }> {
  const execute = (sql: string) => onDatabase(() => run.services.sql.run(sql, writing.params));
  const { mode } = run.config;
  if (mode === 'insert') return { recordCount: await execute(insertion(writing)) };
  if (mode === 'delete') {
    const found = `SELECT 1 FROM ${writing.source} WHERE ${sameKey(writing)}`;
    return { recordCount: await execute(`DELETE FROM ${writing.table} AS target WHERE EXISTS (${found})`) };
  }
  await refuseDuplicates(run, writing);
  const update = updating(writing);
  const updated = update === undefined ? 0 : await execute(update);
  if (mode === 'update') return { recordCount: updated };
  const known = `SELECT 1 FROM ${writing.table} AS target WHERE ${sameKey(writing)}`;
  const inserted = await execute(insertion(writing, ` WHERE NOT EXISTS (${known})`));
  return { recordCount: updated + inserted, inserted, updated };
}

async function execute(run: Run): Promise<Outcome> {
  const vars = await write(run, await writingOf(run));
  return { recordCount: vars.recordCount, vars };
}

export const updateDataExecutor: Executor<UpdateDataConfig> = { kind: 'updateData', execute };

import type { Executor, ExecutorRun, Outcome } from '../../../engine/activity/executor.ts';
import { columnList, columnsNamed, inboundRowSets, keepRows, type RowSet } from '../../../engine/activity/rowSets.ts';
import {
  misconfigured,
  paramsOf,
  prepareFragment,
  prepareQuery,
  type Statement,
} from '../../../engine/activity/sqlExecution.ts';
import type { Variables } from '../../../engine/model/json.ts';
import type { EnrichmentConfig, Lookup } from './enrichment.kind.ts';

type Run = ExecutorRun<EnrichmentConfig>;

/** A lookup as the statement has it: what it is joined to, and the new columns. */
interface Joined {
  readonly clause: string;
  readonly columns: readonly string[];
  readonly params: Variables;
}

interface Source extends Statement {
  /** The columns by which rows are found, as the source has them. */
  readonly keys: readonly string[];
}

async function sourceOf(run: Run, { from, sql, on }: Lookup, others: readonly RowSet[]): Promise<Source> {
  const wanted = Object.values(on);
  if (sql !== undefined) {
    const query = await prepareQuery(run, sql, run.config);
    return { sql: `(${query.sql})`, params: query.params, keys: wanted };
  }
  const rows = others.find(({ name }) => name === from);
  if (rows) return { sql: rows.table, params: {}, keys: columnsNamed(rows, wanted) };
  throw misconfigured(`No work table came from “${from ?? ''}”.`, 'Lead a transition from it to this activity.');
}

interface Place {
  readonly leading: RowSet;
  readonly others: readonly RowSet[];
  readonly index: number;
}

/** One row at most of a key: a lookup adds columns to rows, and no rows. */
async function joined(run: Run, lookup: Lookup, { leading, others, index }: Place): Promise<Joined> {
  const { quote } = leading;
  const alias = `lookup_${index}`;
  const source = await sourceOf(run, lookup, others);
  const order = lookup.orderBy === undefined ? undefined : await prepareFragment(run, lookup.orderBy, run.config);
  const selected: Statement[] = [];
  for (const [name, text] of Object.entries(lookup.columns)) {
    const { sql, params } = await prepareFragment(run, text, run.config);
    selected.push({ sql: `(${sql}) AS ${quote(name)}`, params });
  }
  const keys = source.keys.map((column) => `given.${quote(column)}`);
  const alike = `PARTITION BY ${keys.join(', ')}${order ? ` ORDER BY ${order.sql}` : ''}`;
  const found = [
    ...selected.map(({ sql }) => sql),
    ...keys.map((key, at) => `${key} AS sb_key_${at}`),
    `row_number() OVER (${alike}) AS sb_place`,
  ];
  const own = columnsNamed(leading, Object.keys(lookup.on));
  const same = own.map((column, at) => `${alias}.sb_key_${at} = leading_rows.${quote(column)}`);
  return {
    clause:
      `${lookup.required ? 'JOIN' : 'LEFT JOIN'} (SELECT ${found.join(', ')} FROM ${source.sql} AS given) AS ${alias} ` +
      `ON ${alias}.sb_place = 1 AND ${same.join(' AND ')}`,
    columns: Object.keys(lookup.columns).map((name) => `${alias}.${quote(name)}`),
    params: paramsOf([source, ...selected, ...(order ? [order] : [])]),
  };
}

/** A new column of the name of an old one would hide it. */
function refuseKnownColumns({ columns, name }: RowSet, joins: readonly Lookup[]): void {
  const known = new Set(columns.map((column) => column.toLowerCase()));
  const taken = joins.flatMap((join) => Object.keys(join.columns)).find((column) => known.has(column.toLowerCase()));
  if (taken === undefined) return;
  throw misconfigured(`The rows of ${name} have a column “${taken}” already.`, 'Give the new column another name.');
}

/** The leading rows: those that are named, else the first that no lookup names. */
function leadingName({ config, task }: Run): string | undefined {
  const looked = new Set(config.joins.map(({ from }) => from));
  return config.primary ?? Object.keys(task.workTables).find((name) => !looked.has(name));
}

async function execute(run: Run): Promise<Outcome> {
  const [leading, ...others] = await inboundRowSets(run, leadingName(run));
  refuseKnownColumns(leading, run.config.joins);
  const joins: Joined[] = [];
  for (const [index, lookup] of run.config.joins.entries())
    joins.push(await joined(run, lookup, { leading, others: [leading, ...others], index }));
  const columns = [columnList(leading, leading.columns, 'leading_rows.'), ...joins.flatMap((join) => join.columns)];
  const sql =
    `SELECT ${columns.join(', ')} FROM ${leading.table} AS leading_rows ` + joins.map(({ clause }) => clause).join(' ');
  return keepRows(run.services, { sql, params: paramsOf(joins) });
}

export const enrichmentExecutor: Executor<EnrichmentConfig> = { kind: 'enrichment', execute };

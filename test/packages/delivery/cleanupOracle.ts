import type { Knex } from 'knex';
import { dialectOf } from '../../../server/database/dialect.ts';
import { bindings, expired, keptLists, rules, type OracleOptions } from './cleanupRules.ts';

/**
 * What `cleanup` must leave behind, foreseen from the documentation (cleanup.md) and the decisions of the package's
 * README, and not from the workflow: one SELECT a table says which rows stay and what they are then.
 */
export interface Foresight {
  readonly tables: readonly ForeseenTable[];
  /** Work tables that must be gone, and those that must not. */
  readonly gone: readonly string[];
  readonly kept: readonly string[];
}

interface ForeseenTable {
  readonly table: string;
  readonly columns: readonly string[];
  /** By primary key, each row as JSON. */
  readonly rows: ReadonlyMap<string, string>;
  readonly lastKey: number;
  /** Rows that come new, whatever their key: sorted JSON of these columns. */
  readonly added: readonly string[];
  readonly addedColumns: readonly string[];
}

type Row = Readonly<Record<string, unknown>>;

const rowsOf = async (knex: Knex, sql: string, params: Readonly<Record<string, string>>): Promise<readonly Row[]> => {
  const named = Object.fromEntries(Object.entries(params).filter(([name]) => new RegExp(`:${name}\\b`).test(sql)));
  // All that is bound here are instants, and PostgreSQL cannot always tell.
  const typed = dialectOf(knex) === 'postgres' ? sql.replaceAll(/:(\w+)\b/g, 'CAST(:$1 AS timestamptz)') : sql;
  const answer = await knex.raw<readonly Row[] | { readonly rows: readonly Row[] }>(typed, named);
  return 'rows' in answer ? answer.rows : answer;
};

/** The names of all tables of packages and beside them. */
const allTables = (knex: Knex): string =>
  dialectOf(knex) === 'postgres'
    ? "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"
    : "SELECT name FROM sqlite_master WHERE type = 'table'";

const tableNames = async (knex: Knex): Promise<readonly string[]> =>
  (await rowsOf(knex, allTables(knex), {})).map((row) => String(row['name'])).sort();

const workTable = /^(wk_dlv_|wk_simu_|grp)(\d+)(_.*)?$/;

const packageTables = async (knex: Knex): Promise<readonly string[]> =>
  (await tableNames(knex)).filter((name) => /^(nms|xtk)_/.test(name) && name !== 'xtk_option');

const workTables = async (knex: Knex): Promise<readonly string[]> =>
  (await tableNames(knex)).filter((name) => workTable.test(name));

async function columnsOf(knex: Knex, table: string): Promise<readonly string[]> {
  const sql =
    dialectOf(knex) === 'postgres'
      ? `SELECT column_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '${table}' ORDER BY ordinal_position`
      : `SELECT name FROM pragma_table_info('${table}')`;
  return (await rowsOf(knex, sql, {})).map((row) => String(row['name']));
}

const withoutKey = (row: Row, columns: readonly string[]): string =>
  JSON.stringify(columns.map((column) => row[column]));

async function foreseeTable(knex: Knex, table: string, params: Record<string, string>): Promise<ForeseenTable> {
  const columns = await columnsOf(knex, table);
  const key = columns[0] ?? '';
  const { keep = '1 = 1', change = {}, add } = rules[table] ?? {};
  const selected = columns.map((column) => (change[column] ? `${change[column]} AS ${column}` : column));
  // A rule that says nothing of NULL keeps the row only where it holds; each says what it means.
  const rows = await rowsOf(knex, `SELECT ${selected.join(', ')} FROM ${table} WHERE ${keep}`, params);
  const [last] = await rowsOf(knex, `SELECT MAX(${key}) AS last FROM ${table}`, {});
  const added = add ? await rowsOf(knex, add, params) : [];
  const addedColumns = Object.keys(added[0] ?? {});
  return {
    table,
    columns,
    rows: new Map(rows.map((row) => [String(row[key]), withoutKey(row, columns)])),
    lastKey: Number(last?.['last'] ?? 0),
    added: added.map((row) => withoutKey(row, addedColumns)).sort(),
    addedColumns,
  };
}

/** Which delivery work tables stay: of deliveries that are not deleted and in a state other than 0, 85, 100 — after task 3. */
async function owners(
  knex: Knex,
  params: Record<string, string>,
): Promise<Readonly<Record<string, ReadonlySet<string>>>> {
  const ids = async (sql: string): Promise<ReadonlySet<string>> =>
    new Set((await rowsOf(knex, sql, params)).map((row) => String(row['id'])));
  return {
    wk_dlv_: await ids(`SELECT delivery_id AS id FROM nms_delivery WHERE delete_status = 0
      AND (state NOT IN (0, 85, 100) OR delivery_id IN (${expired}))`),
    wk_simu_: await ids('SELECT simulation_id AS id FROM nms_simulation'),
    grp: await ids(`SELECT group_id AS id FROM nms_group WHERE type > 0 AND group_id IN (${keptLists})`),
  };
}

/** Looks at the data as it is before a run. */
export async function foreseeCleanup(knex: Knex, options: OracleOptions): Promise<Foresight> {
  const stored = new Map(
    (await rowsOf(knex, 'SELECT name, value FROM xtk_option', {})).map((row) => [
      String(row['name']),
      String(row['value']),
    ]),
  );
  const params = bindings(options, stored);
  const tables: ForeseenTable[] = [];
  for (const table of await packageTables(knex)) tables.push(await foreseeTable(knex, table, params));
  const owned = await owners(knex, params);
  const all = await workTables(knex);
  const isOwned = (name: string): boolean => {
    const [, prefix = '', id = ''] = workTable.exec(name) ?? [];
    return owned[prefix]?.has(id) ?? false;
  };
  return { tables, gone: all.filter((name) => !isOwned(name)), kept: all.filter(isOwned) };
}

const sample = (keys: readonly string[]): string => `${keys.slice(0, 5).join(', ')}${keys.length > 5 ? ', ...' : ''}`;

async function tableDifferences(knex: Knex, foreseen: ForeseenTable): Promise<readonly string[]> {
  const { table, columns, rows, lastKey, added, addedColumns } = foreseen;
  const key = columns[0] ?? '';
  const all = await rowsOf(knex, `SELECT * FROM ${table}`, {});
  const isNew = (row: Row): boolean => Number(row[key]) > lastKey;
  const actual = new Map(all.filter((row) => !isNew(row)).map((row) => [String(row[key]), withoutKey(row, columns)]));
  const lost = [...rows.keys()].filter((id) => !actual.has(id));
  const left = [...actual.keys()].filter((id) => !rows.has(id));
  const changed = [...rows].filter(([id, row]) => actual.has(id) && actual.get(id) !== row).map(([id]) => id);
  const fresh = all
    .filter(isNew)
    .map((row) => withoutKey(row, addedColumns))
    .sort();
  return [
    ...(lost.length > 0 ? [`${table}: ${lost.length} rows are gone that must stay (${sample(lost)})`] : []),
    ...(left.length > 0 ? [`${table}: ${left.length} obsolete rows are still there (${sample(left)})`] : []),
    ...(changed.length > 0 ? [`${table}: ${changed.length} rows are not what they must be (${sample(changed)})`] : []),
    ...(JSON.stringify(fresh) === JSON.stringify(added)
      ? []
      : [`${table}: ${fresh.length} new rows, not the ${added.length} expected`]),
  ];
}

/** What a database after a run differs in from what was foreseen: nothing, or a sentence for each fault. */
export async function differencesFrom(knex: Knex, foresight: Foresight, now: Date): Promise<readonly string[]> {
  const found: string[] = [];
  for (const foreseen of foresight.tables) found.push(...(await tableDifferences(knex, foreseen)));
  const tables = new Set(await workTables(knex));
  found.push(...foresight.gone.filter((name) => tables.has(name)).map((name) => `the table ${name} is still there`));
  found.push(...foresight.kept.filter((name) => !tables.has(name)).map((name) => `the table ${name} is gone`));
  for (const name of ['NmsCleanup_LastCleanup', 'NmsLastErrorStatCoalesce']) {
    const [row] = await rowsOf(knex, `SELECT value FROM xtk_option WHERE name = '${name}'`, {});
    if (row?.['value'] !== now.toISOString())
      found.push(`${name} is ${String(row?.['value'])} and not the beginning of the run`);
  }
  return found;
}

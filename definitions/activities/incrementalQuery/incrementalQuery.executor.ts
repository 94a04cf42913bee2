import { ExecutorFailure } from '../../../engine/activity/executor.ts';
import type { Executor, ExecutorRun, Outcome } from '../../../engine/activity/executor.ts';
import { columnList, columnsNamed, hasKey, keepRows } from '../../../engine/activity/rowSets.ts';
import { misconfigured, onDatabase, prepareQuery, type Statement } from '../../../engine/activity/sqlExecution.ts';
import { tableColumns } from '../../../engine/activity/tableColumns.ts';
import { historyTable, seenAt } from './historyTable.ts';
import type { IncrementalQueryConfig } from './incrementalQuery.kind.ts';

type Run = ExecutorRun<IncrementalQueryConfig>;

/** New rows in a work table, with their key as the database names it. */
interface News {
  readonly kept: Awaited<ReturnType<typeof keepRows>>;
  readonly key: readonly string[];
}

/** What is remembered are values of the key: another key could not be compared with them. */
function sameKey(table: string, remembered: readonly string[], wanted: readonly string[]): readonly string[] {
  const lower = (names: readonly string[]) => names.map((name) => name.toLowerCase()).sort();
  if (lower(remembered).join() === lower(wanted).join()) return remembered;
  throw misconfigured(
    `The table ${table} remembers ${remembered.join(', ')}; the key is now ${wanted.join(', ')}.`,
    'Take the old key again; or give the activity another id, with which it remembers nothing yet.',
  );
}

/** The first time everything is new, and the rows tell of which types the columns of the key are. */
async function firstNews({ services, config }: Run, table: string, query: Statement): Promise<News> {
  const { sql } = services;
  const kept = await keepRows(services, query);
  const columns = await onDatabase(() => tableColumns(sql, kept.workTable.name));
  const key = columnsNamed({ name: 'the query', columns }, config.key);
  const keys = columnList(sql, key);
  const shape = `SELECT ${keys}, CAST('' AS TEXT) AS ${sql.quote(seenAt)} FROM ${sql.quote(kept.workTable.name)}`;
  await onDatabase(() => sql.run(`CREATE TABLE ${sql.quote(table)} AS ${shape} WHERE 1 = 0`, {}));
  await onDatabase(() => sql.run(`CREATE INDEX ${sql.quote(`${table}_i`)} ON ${sql.quote(table)} (${keys})`, {}));
  return { kept, key };
}

interface Remembered {
  readonly table: string;
  readonly key: readonly string[];
}

async function laterNews({ services }: Run, { table, key }: Remembered, query: Statement): Promise<News> {
  const { sql } = services;
  // Two instances at once would both find the same rows new; SQLite has one writer anyway.
  if (sql.dialect === 'postgres')
    await onDatabase(() => sql.run(`LOCK TABLE ${sql.quote(table)} IN EXCLUSIVE MODE`, {}));
  const same = key.map((column) => `seen.${sql.quote(column)} = given.${sql.quote(column)}`).join(' AND ');
  const fresh =
    `SELECT given.* FROM (${query.sql}) AS given ` +
    `WHERE NOT EXISTS (SELECT 1 FROM ${sql.quote(table)} AS seen WHERE ${same})`;
  return { kept: await keepRows(services, { sql: fresh, params: query.params }), key };
}

/** What has no key could not be recognised, and would be new again each time. */
async function refuseWithoutKey({ services: { sql } }: Run, { kept, key }: News): Promise<void> {
  const where = `NOT (${hasKey(sql, key)})`;
  const [row] = await onDatabase(() =>
    sql.all(`SELECT * FROM ${sql.quote(kept.workTable.name)} WHERE ${where} LIMIT 1`, {}, 1),
  );
  if (!row) return;
  throw new ExecutorFailure({
    cause: 'data',
    message: `A row has no value in its key ${key.join(', ')}: ${JSON.stringify(row).slice(0, 200)}.`,
    hint: 'Leave such rows out of the query (IS NOT NULL), or take other columns as the key.',
  });
}

async function execute(run: Run): Promise<Outcome> {
  const { sql } = run.services;
  const query = await prepareQuery(run, run.config.sql, run.config);
  const table = historyTable(run.workflow, run.activity);
  const columns = (await onDatabase(() => tableColumns(sql, table))).filter((name) => name !== seenAt);
  const news =
    columns.length === 0
      ? await firstNews(run, table, query)
      : await laterNews(run, { table, key: sameKey(table, columns, run.config.key) }, query);
  await refuseWithoutKey(run, news);
  const keys = columnList(sql, news.key);
  const remember =
    `INSERT INTO ${sql.quote(table)} (${keys}, ${sql.quote(seenAt)}) ` +
    `SELECT DISTINCT ${keys}, CAST(:now AS TEXT) FROM ${sql.quote(news.kept.workTable.name)}`;
  await onDatabase(() => sql.run(remember, { now: new Date(run.nowMs).toISOString() }));
  return news.kept;
}

export const incrementalQueryExecutor: Executor<IncrementalQueryConfig> = { kind: 'incrementalQuery', execute };

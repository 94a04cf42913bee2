import { afterEach, beforeEach, describe } from 'vitest';
import type {
  Executor,
  ExecutorRun,
  ExecutorServices,
  Outcome,
  Row,
  SqlSession,
} from '../../engine/activity/executor.ts';
import { invariant } from '../../engine/invariant.ts';
import { instanceIdSchema, taskIdSchema } from '../../engine/model/ids.ts';
import type { Variables } from '../../engine/model/json.ts';
import type { WorkTable, WorkTables } from '../../engine/model/workTable.ts';
import { givenInstance } from './givenInstance.ts';
import { executorRun } from './kindRun.ts';
import { postgresForThisFile } from './postgresTables.ts';
import { openSqliteFiles, openSqlStore, type StoreTables } from './sqliteFiles.ts';

/** How a test executes a kind's executor. */
interface Executing {
  readonly vars?: Variables;
  readonly mayName?: SqlSession['mayName'];
  /** What it is lent beside the database. */
  readonly lent?: Partial<ExecutorServices>;
  /** Beside the steps and not within one: what it noted stays. */
  readonly isOutside?: boolean;
  /** Which task of which activity it is, where a test has several. */
  readonly of?: Partial<Pick<ExecutorRun<unknown>, 'workflow' | 'activity' | 'idempotencyKey'>>;
}

/** What a test of a kind that works on rows asks of a database. */
export interface KindDatabase {
  /** Brings a work table in, as if an activity of this name had given it; `rows` is a query. */
  bring: (activity: string, rows: string) => Promise<void>;
  /** Executes it in a transaction, as a step does, if nothing else is said. */
  execute: <Config>(executor: Executor<Config>, config: Config, how?: Executing) => Promise<Outcome>;
  run: (statement: string) => Promise<number>;
  /** The rows of a work table, or of a query, in the order of the first column. */
  rows: (of: WorkTable | string | undefined) => Promise<readonly Row[]>;
  tables: () => Promise<readonly string[]>;
}

function kindDatabase(tables: StoreTables): KindDatabase {
  const store = openSqlStore(tables, () => 0);
  const instance = { ...givenInstance('a').shell.instance, id: instanceIdSchema.parse('i1') };
  const scope = { instance, task: taskIdSchema.parse('i1.t1'), nowMs: 0 };
  const withSql = <Result>(work: (sql: SqlSession) => Promise<Result>): Promise<Result> =>
    store.transaction((step) => work(step.services(scope).sql));
  const inbound: WorkTables = {};
  return {
    bring: async (activity, rows) => {
      inbound[activity] = await withSql((sql) => sql.createWorkTable(rows, {}));
    },
    execute: (executor, config, { vars = {}, mayName = () => true, lent = {}, isOutside = false, of = {} } = {}) => {
      const work = ({ sql, outbox }: ExecutorServices): Promise<Outcome> => {
        const { run } = executorRun(config, { vars });
        const services = { ...run.services, ...(isOutside && { outbox }), ...lent, sql: { ...sql, mayName } };
        return executor.execute({ ...run, ...of, task: { ...run.task, workTables: { ...inbound } }, services });
      };
      return isOutside ? store.outside(scope, work) : store.transaction((step) => work(step.services(scope)));
    },
    run: (statement) => withSql((sql) => sql.run(statement, {})),
    rows: async (of) => {
      if (of === undefined) return [];
      const query = typeof of === 'string' ? of : `SELECT * FROM "${of.name}" ORDER BY 1`;
      return withSql((sql) => sql.all(query, {}));
    },
    tables: () => withSql((sql) => sql.tables()),
  };
}

/** Tests of a kind that works on rows, on the SQL session of each database; each test has an empty one. */
export function describeOnDatabases(what: string, tests: (database: KindDatabase) => void): void {
  describeOn(`${what}, on SQLite`, () => openSqliteFiles, tests);
  describeOn(`${what}, on PostgreSQL`, postgresForThisFile, tests);
}

function describeOn(
  what: string,
  opener: () => () => Promise<StoreTables>,
  tests: (database: KindDatabase) => void,
): void {
  describe(what, () => {
    const open = opener();
    const current: { tables?: StoreTables; database?: KindDatabase } = {};
    beforeEach(async () => {
      current.tables = await open();
      current.database = kindDatabase(current.tables);
    });
    afterEach(() => current.tables?.close());
    const opened = (): KindDatabase => {
      invariant(current.database, 'a test has a database');
      return current.database;
    };
    tests({
      bring: (...given) => opened().bring(...given),
      execute: (...given) => opened().execute(...given),
      run: (...given) => opened().run(...given),
      rows: (...given) => opened().rows(...given),
      tables: () => opened().tables(),
    });
  });
}

/** Rows as a query: `rowsOf(['id', 'name'], [1, 'one'])`. */
export function rowsOf(columns: readonly string[], ...rows: readonly (readonly (number | string | null)[])[]): string {
  const literal = (value: number | string | null) =>
    typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value ?? 'NULL');
  const named = (row: readonly (number | string | null)[]) =>
    row.map((value, at) => `${literal(value)} AS "${columns[at] ?? ''}"`).join(', ');
  return rows.map((row) => `SELECT ${named(row)}`).join(' UNION ALL ');
}

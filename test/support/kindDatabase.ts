import type { Executor, Outcome, Row, SqlSession } from '../../engine/activity/executor.ts';
import { instanceIdSchema, taskIdSchema } from '../../engine/model/ids.ts';
import type { Variables } from '../../engine/model/json.ts';
import type { WorkTable, WorkTables } from '../../engine/model/workTable.ts';
import { openSqlite } from '../../server/database/connect.ts';
import { engineMigrations, engineMigrationTable } from '../../server/database/migrations/engine/all.ts';
import { migrate } from '../../server/database/migrate.ts';
import { createSqliteSession } from '../../server/stores/engine/sqliteSession.ts';
import { givenInstance } from './givenInstance.ts';
import { executorRun } from './kindRun.ts';

/** What a kind's test asks of a database. */
export interface KindDatabase {
  readonly sql: SqlSession;
  /** Brings a work table in, as if an activity of this name had given it; `rows` is a query. */
  bring: (activity: string, rows: string) => Promise<void>;
  /** Takes all inbound work tables away. */
  bringNothing: () => void;
  execute: <Config>(executor: Executor<Config>, config: Config, vars?: Variables) => Promise<Outcome>;
  /** The rows of a work table, or of a query. */
  rows: (of: WorkTable | string | undefined) => Promise<readonly Row[]>;
  close: () => Promise<void>;
}

/** The SQL session of the worker on a database of its own, in memory. */
export async function openKindDatabase(mayName: (table: string) => boolean = () => true): Promise<KindDatabase> {
  const knex = openSqlite({ file: ':memory:' });
  await migrate(knex, engineMigrationTable, engineMigrations);
  const { instance } = givenInstance('a').shell;
  const scope = {
    instance: { ...instance, id: instanceIdSchema.parse('i1') },
    task: taskIdSchema.parse('i1.t1'),
    nowMs: 0,
  };
  const sql = createSqliteSession(knex, { scope, mayName });
  const inbound: WorkTables = {};
  return {
    sql,
    bring: async (activity, rows) => {
      inbound[activity] = await sql.createWorkTable(rows, {});
    },
    bringNothing: () => {
      for (const name of Object.keys(inbound)) delete inbound[name];
    },
    execute: (executor, config, vars = {}) => {
      const { run } = executorRun(config, { vars });
      const task = { ...run.task, workTables: { ...inbound } };
      return executor.execute({ ...run, task, services: { ...run.services, sql } });
    },
    rows: async (of) => {
      if (of === undefined) return [];
      return sql.all(typeof of === 'string' ? of : `SELECT * FROM ${sql.quote(of.name)}`, {});
    },
    close: () => knex.destroy(),
  };
}

/** Rows as a query: `rowsOf(['id', 'name'], [1, 'one'])`. */
export function rowsOf(columns: readonly string[], ...rows: readonly (readonly (number | string | null)[])[]): string {
  const literal = (value: number | string | null) =>
    typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value ?? 'NULL');
  const selected = rows.map(
    (row) => `SELECT ${row.map((value, at) => `${literal(value)} AS "${columns[at] ?? ''}"`).join(', ')}`,
  );
  return selected.join(' UNION ALL ');
}

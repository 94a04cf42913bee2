import { ExecutorFailure } from '../../../engine/activity/executor.ts';
import type { Executor, ExecutorRun, Outcome } from '../../../engine/activity/executor.ts';
import { onDatabase, prepareQuery, prepareStatements } from '../../../engine/activity/sqlExecution.ts';
import type { SqlCodeConfig } from './sqlCode.kind.ts';

/** How many rows there are to do, asked once, before the first round. */
async function countTotal(run: ExecutorRun<SqlCodeConfig>): Promise<number | undefined> {
  const { total, repeat } = run.config;
  if (total === undefined || !repeat || run.round > 0) return undefined;
  const { sql, params } = await prepareQuery(run, total, run.config);
  const [row] = await onDatabase(() => run.services.sql.all(sql, params, 1));
  // PostgreSQL counts in bigint, which may travel as text.
  const count = Number(Object.values(row ?? {})[0] ?? Number.NaN);
  if (Number.isSafeInteger(count) && count >= 0) return count;
  throw new ExecutorFailure({
    cause: 'data',
    message: `“Rows in all” gave ${JSON.stringify(row ?? null)}, which is no number of rows.`,
    hint: 'Write SELECT count(*) FROM ...',
  });
}

async function runScript(run: ExecutorRun<SqlCodeConfig>): Promise<number> {
  const statements = await prepareStatements(run, run.config.script, run.config);
  let rows = 0;
  for (const { sql, params } of statements) rows += await onDatabase(() => run.services.sql.run(sql, params));
  return rows;
}

async function execute(run: ExecutorRun<SqlCodeConfig>): Promise<Outcome> {
  const total = await countTotal(run);
  const roundRows = await runScript(run);
  const recordCount = run.config.repeat ? (run.task.progress?.rows ?? 0) + roundRows : roundRows;
  return { recordCount, vars: { recordCount }, roundRows, ...(total !== undefined && { total }) };
}

export const sqlCodeExecutor: Executor<SqlCodeConfig> = { kind: 'sqlCode', execute };

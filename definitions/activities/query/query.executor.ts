import type { Executor, ExecutorRun, Outcome } from '../../../engine/activity/executor.ts';
import { onDatabase, prepareQuery } from '../../../engine/activity/sqlExecution.ts';
import type { QueryConfig } from './query.kind.ts';

async function execute(run: ExecutorRun<QueryConfig>): Promise<Outcome> {
  const { sql } = run.services;
  const { sql: query, params } = await prepareQuery(run, run.config.sql, run.config);
  const workTable = await onDatabase(() => sql.createWorkTable(query, params));
  // Read from the work table: the query itself may be long.
  const [firstRow] = await onDatabase(() => sql.all(`SELECT * FROM ${sql.quote(workTable.name)} LIMIT 1`, {}, 1));
  const { recordCount } = workTable;
  return { workTable, recordCount, vars: { recordCount, ...(firstRow && { firstRow: { ...firstRow } }) } };
}

export const queryExecutor: Executor<QueryConfig> = { kind: 'query', execute };

import type { Executor, ExecutorRun, Outcome } from '../../../engine/activity/executor.ts';
import { columnsNamed, inboundRowSets, isIn, keepRows } from '../../../engine/activity/rowSets.ts';
import type { ExclusionConfig } from './exclusion.kind.ts';

async function execute(run: ExecutorRun<ExclusionConfig>): Promise<Outcome> {
  const [leading, ...others] = await inboundRowSets(run, run.config.primary);
  const key = columnsNamed(leading, run.config.key);
  const conditions = others.map((other) => `NOT ${isIn(other, key, { row: 'leading_rows', own: key })}`);
  const where = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
  const sql = `SELECT leading_rows.* FROM ${leading.table} AS leading_rows${where}`;
  return keepRows(run.services, { sql, params: {} });
}

export const exclusionExecutor: Executor<ExclusionConfig> = { kind: 'exclusion', execute };

import type { Executor, ExecutorRun, Outcome } from '../../../engine/activity/executor.ts';
import { columnList, columnsNamed, hasKey, keepRows, onlyRowSet } from '../../../engine/activity/rowSets.ts';
import { prepareFragment } from '../../../engine/activity/sqlExecution.ts';
import { sqlFields, type DeduplicationConfig } from './deduplication.kind.ts';

async function execute(run: ExecutorRun<DeduplicationConfig>): Promise<Outcome> {
  const { config } = run;
  const rows = await onlyRowSet(run);
  const key = columnsNamed(rows, config.key);
  const order = await prepareFragment(run, config.orderBy, sqlFields(config));
  const alike = `PARTITION BY ${columnList(rows, key)}`;
  const ranked =
    `SELECT given.*, row_number() OVER (${alike} ORDER BY ${order.sql}) AS sb_place, count(*) OVER (${alike}) AS sb_alike ` +
    `FROM ${rows.table} AS given`;
  const kept = config.keep === 'first' ? 'sb_place = 1' : 'sb_place = sb_alike';
  const sql =
    `SELECT ${columnList(rows, rows.columns)} FROM (${ranked}) AS ranked ` +
    `WHERE ${kept} OR NOT (${hasKey(rows, key)})`;
  return keepRows(run.services, { sql, params: order.params });
}

export const deduplicationExecutor: Executor<DeduplicationConfig> = { kind: 'deduplication', execute };

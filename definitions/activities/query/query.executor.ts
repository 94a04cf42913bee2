import type { Executor } from '../../../engine/activity/executor.ts';
import { keepRows } from '../../../engine/activity/rowSets.ts';
import { prepareQuery } from '../../../engine/activity/sqlExecution.ts';
import type { QueryConfig } from './query.kind.ts';

export const queryExecutor: Executor<QueryConfig> = {
  kind: 'query',
  execute: async (run) => keepRows(run.services, await prepareQuery(run, run.config.sql, run.config)),
};

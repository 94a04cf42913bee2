import type { Executor, ExecutorRun, Outcome } from '../../../engine/activity/executor.ts';
import { cutoffFrom } from '../../../engine/activity/instant.ts';
import type { PurgeHistoryConfig } from './purgeHistory.kind.ts';

async function execute(run: ExecutorRun<PurgeHistoryConfig>): Promise<Outcome> {
  const { what, olderThan } = run.config;
  const olderThanMs = olderThan === undefined ? undefined : cutoffFrom(run.evaluate(olderThan), olderThan, run.nowMs);
  const recordCount = await run.services.records.purge(what, olderThanMs);
  return { recordCount, vars: { recordCount } };
}

export const purgeHistoryExecutor: Executor<PurgeHistoryConfig> = { kind: 'purgeHistory', execute };

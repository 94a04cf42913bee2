import { ExecutorFailure } from '../../../engine/activity/executor.ts';
import type { Executor, ExecutorRun, Outcome } from '../../../engine/activity/executor.ts';
import { cutoffFrom } from '../../../engine/activity/instant.ts';
import { needsAge, type PurgeHistoryConfig } from './purgeHistory.kind.ts';

async function execute(run: ExecutorRun<PurgeHistoryConfig>): Promise<Outcome> {
  const { what, olderThan } = run.config;
  // A version that was published before the age was asked for.
  if (needsAge(run.config))
    throw new ExecutorFailure({
      cause: 'config',
      message: `No age says which of ${what === 'audit' ? 'the audit trail' : 'the logins'} goes.`,
      hint: 'Fill in "Older than": without it all would go.',
    });
  const olderThanMs = olderThan === undefined ? undefined : cutoffFrom(run.evaluate(olderThan), olderThan, run.nowMs);
  const recordCount = await run.services.records.purge(what, olderThanMs);
  return { recordCount, vars: { recordCount } };
}

export const purgeHistoryExecutor: Executor<PurgeHistoryConfig> = { kind: 'purgeHistory', execute };

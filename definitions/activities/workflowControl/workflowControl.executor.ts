import type { Executor, ExecutorRun, Outcome, PausedInstance } from '../../../engine/activity/executor.ts';
import { cutoffFrom } from '../../../engine/activity/instant.ts';
import { assertNever } from '../../../engine/invariant.ts';
import type { Variables } from '../../../engine/model/json.ts';
import type { WorkflowControlConfig } from './workflowControl.kind.ts';

/** A paused instance as the variables of what follows show it. */
function shown({ pausedSinceMs, ...paused }: PausedInstance): Variables {
  return { ...paused, pausedSince: new Date(pausedSinceMs).toISOString() };
}

async function apply(run: ExecutorRun<WorkflowControlConfig>, paused: readonly PausedInstance[]): Promise<void> {
  const instances = paused.map(({ instance }) => instance);
  const { records } = run.services;
  switch (run.config.operation) {
    case 'listPaused':
      return;
    case 'recordNotice':
      return records.recordNotice(instances);
    case 'stopUnconditionally':
      return records.requestKill(instances, `Paused for longer than allowed (${run.config.filter.pausedLongerThan}).`);
    default:
      return assertNever(run.config.operation);
  }
}

async function execute(run: ExecutorRun<WorkflowControlConfig>): Promise<Outcome> {
  const { severity, pausedLongerThan, noticesAtLeast } = run.config.filter;
  const paused = await run.services.records.pausedInstances({
    severities: severity,
    pausedBeforeMs: cutoffFrom(run.evaluate(pausedLongerThan), pausedLongerThan, run.nowMs),
    ...(noticesAtLeast !== undefined && { noticesAtLeast }),
  });
  if (paused.length > 0) await apply(run, paused);
  return { recordCount: paused.length, vars: { recordCount: paused.length, workflows: paused.map(shown) } };
}

export const workflowControlExecutor: Executor<WorkflowControlConfig> = { kind: 'workflowControl', execute };

import type { Executor, ExecutorRun, Outcome, PausedInstance } from '../../../engine/activity/executor.ts';
import { cutoffFrom } from '../../../engine/activity/instant.ts';
import { assertNever, invariant } from '../../../engine/invariant.ts';
import type { InstanceId } from '../../../engine/model/ids.ts';
import type { Variables } from '../../../engine/model/json.ts';
import { beginForRows, listStatusOfRows, stopForRows } from './instanceRows.ts';
import type { WorkflowControlConfig } from './workflowControl.kind.ts';

/** A paused instance as the variables of what follows show it. */
function shown({ pausedSinceMs, ...paused }: PausedInstance): Variables {
  return { ...paused, pausedSince: new Date(pausedSinceMs).toISOString() };
}

type Run = ExecutorRun<WorkflowControlConfig>;

function execute(run: Run): Promise<Outcome> {
  const { records } = run.services;
  switch (run.config.operation) {
    case 'listPaused':
      return forPaused(run, () => Promise.resolve());
    case 'recordNotice':
      return forPaused(run, (instances) => records.recordNotice(instances));
    case 'stopUnconditionally':
      return forPaused(run, (instances, longerThan) =>
        records.requestKill(instances, `Paused for longer than allowed (${longerThan}).`),
      );
    case 'begin':
      return beginForRows(run);
    case 'listStatus':
      return listStatusOfRows(run);
    case 'stop':
      return stopForRows(run);
    default:
      return assertNever(run.config.operation);
  }
}

async function forPaused(
  run: Run,
  apply: (instances: readonly InstanceId[], longerThan: string) => Promise<void>,
): Promise<Outcome> {
  const { filter } = run.config;
  invariant(filter, 'the schema asks for a filter');
  const { severity, pausedLongerThan, noticesAtLeast, noNoticeFor } = filter;
  const cutoff = (source: string): number => cutoffFrom(run.evaluate(source), source, run.nowMs);
  const paused = await run.services.records.pausedInstances({
    severities: severity,
    pausedBeforeMs: cutoff(pausedLongerThan),
    ...(noticesAtLeast !== undefined && { noticesAtLeast }),
    ...(noNoticeFor !== undefined && { noticedBeforeMs: cutoff(noNoticeFor) }),
  });
  const instances = paused.map(({ instance }) => instance);
  if (instances.length > 0) await apply(instances, pausedLongerThan);
  return { recordCount: paused.length, vars: { recordCount: paused.length, workflows: paused.map(shown) } };
}

export const workflowControlExecutor: Executor<WorkflowControlConfig> = { kind: 'workflowControl', execute };

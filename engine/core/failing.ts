import { ExpressionFailure } from '../expression/expressionFailure.ts';
import { parseDuration } from '../model/duration.ts';
import type { ErrorPolicy, Retry } from '../model/definition.ts';
import { errorOutlet } from '../model/ids.ts';
import type { Failure } from '../model/failure.ts';
import type { Task } from '../model/task.ts';
import { armClocks } from './clocks.ts';
import { cancelTask, endTask, releaseTask } from './completion.ts';
import { TooMuchToCarry } from './limits.ts';
import { tellSupervisors } from './notices.ts';
import { recordJournal, route } from './routing.ts';
import { changeStatus } from './status.ts';
import type { Step } from './step.ts';

/** How often a worker may die on a task before its instance pauses (semantics.md 8). */
export const deathsToPause = 3;

const uncaught: ReadonlySet<Failure['cause']> = new Set(['config', 'runaway-loop', 'lost']);

/**
 * A failed attempt takes its course (semantics.md 4): retry, then the `error` outlet, then `onError`.
 * A faulty configuration, a runaway loop and a lost task are not caught by the outlet; what another system refuses for
 * good is not tried again.
 */
export function failTask(step: Step, task: Task, failure: Failure): void {
  if (failure.cause === 'quota') {
    pauseForQuota(step, task, failure);
    return;
  }
  recordJournal(step, task, [{ level: 'error', text: failure.message, code: `failed-${failure.cause}` }]);
  const { common } = step.activity(task.activity);
  const catchable = !uncaught.has(failure.cause);
  const { retry } = common;
  const mayPass = catchable && failure.cause !== 'refused' && task.status === 'running';
  if (mayPass && retry && task.attempt < retry.attempts) {
    retryLater(step, task, retry, failure);
  } else if (catchable && step.world.graph.connected(task.activity).includes(errorOutlet)) {
    takeErrorOutlet(step, task, failure);
  } else {
    applyPolicy(step, task, failure);
  }
}

/** An expression that fails makes a failed task, never a broken step. */
export function guarded(step: Step, task: Task, decide: () => void): void {
  try {
    decide();
  } catch (error) {
    if (!(error instanceof ExpressionFailure) && !(error instanceof TooMuchToCarry)) throw error;
    failTask(step, task, error.failure);
  }
}

/** A factor makes any delay endless: after a year's waiting the instant would soon be none that a calendar knows. */
const longestDelayMs = 366 * 86_400_000;

function retryLater(step: Step, task: Task, retry: Retry, failure: Failure): void {
  const delayMs = (parseDuration(retry.delay) ?? 0) * retry.factor ** Math.max(0, task.attempt - 1);
  const limitMs = retry.maxDelay === undefined ? longestDelayMs : (parseDuration(retry.maxDelay) ?? 0);
  const dueAtMs = step.world.nowMs + Math.min(delayMs, limitMs);
  releaseTask(step, task);
  step.record({ type: 'taskRetrying', task: task.id, activity: task.activity, dueAtMs, failure });
  step.command({ type: 'setTimer', task: task.id, name: 'retry', dueAtMs });
  armClocks(step, task.id);
}

function takeErrorOutlet(step: Step, task: Task, failure: Failure): void {
  endTask(step, task, { event: 'fail', outlets: [errorOutlet], failure });
  const error = { cause: failure.cause, message: failure.message, activity: task.activity };
  route(step, task, [{ outlet: errorOutlet, vars: { error } }]);
}

function policyOf(step: Step, task: Task, failure: Failure): ErrorPolicy {
  const { definition } = step.world.graph;
  const policy = step.activity(task.activity).common.onError ?? definition.onError;
  if (failure.cause === 'lost') return 'pause';
  const { consecutiveErrors } = definition;
  const ignored = step.commands.filter(({ type }) => type === 'countFailure').length;
  const tooMany = consecutiveErrors > 0 && step.world.consecutiveFailures + ignored + 1 >= consecutiveErrors;
  return policy === 'ignore' && tooMany ? 'pause' : policy;
}

function applyPolicy(step: Step, task: Task, failure: Failure): void {
  const policy = policyOf(step, task, failure);
  if (policy === 'ignore') {
    endTask(step, task, { event: 'fail', failure, reason: 'its failure is ignored' });
    step.command({ type: 'countFailure' });
  } else if (policy === 'abort') {
    endTask(step, task, { event: 'fail', failure });
    for (const other of step.liveTasks()) cancelTask(step, other);
    changeStatus(step, 'fail', { failure });
    tellSupervisors(step, 'failed', whatFailed(task, failure));
  } else {
    pauseOnError(step, task, failure);
  }
}

function pauseOnError(step: Step, task: Task, failure: Failure): void {
  releaseTask(step, task);
  step.record({ type: 'taskFailed', task: task.id, activity: task.activity, failure });
  const known = step.draft.pauseCauses.some(({ kind }) => kind === 'error');
  if (!known) {
    const cause = { kind: 'error', by: 'engine', reason: failure.message, sinceMs: step.world.nowMs } as const;
    step.record({ type: 'pauseCauseAdded', cause });
    tellSupervisors(step, 'paused', whatFailed(task, failure));
  }
  if (step.draft.status === 'running') beginPausing(step);
}

/** What the task did is taken back, and nothing of it counts as a failure: it is executed again when the instance goes on. */
function pauseForQuota(step: Step, task: Task, { message, hint = '' }: Failure): void {
  recordJournal(step, task, [{ level: 'warning', text: `${message} ${hint}`.trimEnd(), code: 'quota' }]);
  releaseTask(step, task);
  step.record({ type: 'taskReady', task: task.id, activity: task.activity, reason: 'yielded' });
  const { pauseCauses, status } = step.draft;
  if (!pauseCauses.some(({ kind }) => kind === 'quota')) {
    const cause = { kind: 'quota', by: 'engine', reason: message, sinceMs: step.world.nowMs } as const;
    step.record({ type: 'pauseCauseAdded', cause });
    tellSupervisors(step, 'paused', `The task ${task.id} of "${task.activity}" waits: ${message}`);
  }
  if (status === 'running') beginPausing(step);
}

/** No task starts any more; what may not start leaves the queue. */
export function beginPausing(step: Step): void {
  changeStatus(step, 'pause');
  for (const task of step.liveTasks()) {
    if (task.status === 'pending') step.command({ type: 'unqueue', task: task.id });
  }
}

const whatFailed = ({ id, activity }: Task, { message }: Failure): string =>
  `The task ${id} of "${activity}" failed: ${message}`;

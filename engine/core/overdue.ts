import type { GraphActivity } from '../graph/compiledGraph.ts';
import type { Failure } from '../model/failure.ts';
import type { ActivityId } from '../model/ids.ts';
import type { Instance } from '../model/instance.ts';
import type { Task, TaskStatus } from '../model/task.ts';
import { leftMs, timeLeftMs } from './clocks.ts';
import { failTask } from './failing.ts';
import type { ClockName } from './input.ts';
import type { Rejection } from './rejection.ts';
import type { Step } from './step.ts';

/** A task's time is up: it is warned of, once, or fails. While the instance is paused time stands still. */
export function takesTooLong(step: Step, task: Task, clock: ClockName): Rejection | undefined {
  const { status } = step.draft;
  if (status !== 'running' && status !== 'pausing')
    return { code: 'instance-refuses', message: `The instance is ${status}: no time passes.` };
  const left = leftMs(step, task, clock);
  if (left === undefined || left > 0)
    return { code: 'task-refuses', message: `The task ${task.id} is ${task.status}: its time has not come.` };
  step.command({ type: 'clearTimers', task: task.id, name: clock });
  if (clock === 'maxDuration') warn(step, task);
  else timeOut(step, task);
  return undefined;
}

function warn(step: Step, { id, activity }: Task): void {
  const limit = step.activity(activity).common.maxDuration ?? '';
  const text = `"${activity}" takes longer than ${limit}, which is its maxDuration.`;
  step.record({ type: 'journal', level: 'warning', code: 'takes-long', text, params: { limit }, activity, task: id });
}

/** The failure of a task that took longer than it may. */
const timeoutFailure = (activity: ActivityId, limit: string): Failure => ({
  cause: 'timeout',
  message: `"${activity}" takes longer than ${limit}, which is its timeout.`,
  hint: 'See what it waits for or works on; give it more time, or an error outlet that leads on.',
});

/** One that is held, or has failed already, waits for a person. */
const timesOut: ReadonlySet<TaskStatus> = new Set(['pending', 'running', 'waiting', 'retrying']);

function timeOut(step: Step, task: Task): void {
  if (!timesOut.has(task.status)) return;
  if (task.status === 'running') step.command({ type: 'cancel', task: task.id });
  failTask(step, task, timeoutFailure(task.activity, step.activity(task.activity).common.timeout ?? ''));
}

/**
 * Why what an executor gave comes too late: a statement inside a step cannot be interrupted by the core, so that its time
 * is looked at afterwards, before its effect is committed.
 */
export function lateFailure(
  activity: GraphActivity,
  instance: Instance,
  task: Task,
  nowMs: number,
): Failure | undefined {
  const left = timeLeftMs(activity.common, instance, task, { clock: 'timeout', nowMs });
  return left !== undefined && left < 0 ? timeoutFailure(activity.id, activity.common.timeout ?? '') : undefined;
}

import type { Activity } from '../model/definition.ts';
import { parseDuration } from '../model/duration.ts';
import type { Instance } from '../model/instance.ts';
import type { Task } from '../model/task.ts';
import { activeMs } from './activeTime.ts';
import type { ClockName } from './input.ts';
import type { Step } from './step.ts';

const clocks: readonly ClockName[] = ['maxDuration', 'timeout'];

/** Whether somebody watches how long the tasks of an activity take. */
export function isTimed(step: Step, { activity }: Task): boolean {
  const { common } = step.activity(activity);
  return clocks.some((clock) => common[clock] !== undefined);
}

/** Since when the time counts: of `maxDuration` since the task exists, of `timeout` since it was first executed. */
const fromMs = (task: Task, clock: ClockName): number | undefined =>
  clock === 'timeout' ? (task.timedFromMs ?? task.startedAtMs) : (task.livesFromMs ?? task.createdAtMs);

/** How much of its time a task has left, in the instance's own time; undefined where no such time runs. */
export function timeLeftMs(common: Activity, instance: Instance, task: Task, at: ClockAt): number | undefined {
  const limit = common[at.clock];
  if (limit === undefined) return undefined;
  const limitMs = parseDuration(limit);
  const from = fromMs(task, at.clock);
  return limitMs === undefined || from === undefined ? undefined : from + limitMs - activeMs(instance, at.nowMs);
}

interface ClockAt {
  readonly clock: ClockName;
  readonly nowMs: number;
}

/** As `timeLeftMs`, now in this step. */
export const leftMs = (step: Step, task: Task, clock: ClockName): number | undefined =>
  timeLeftMs(step.activity(task.activity).common, step.draft, task, { clock, nowMs: step.world.nowMs });

/** Sets a live task's timers for the time that it has left; of what was warned of already there is no other warning. */
export function armClocks(step: Step, id: Task['id']): void {
  const task = step.draft.tasks[id];
  if (!task || step.draft.status === 'paused') return;
  for (const clock of clocks) {
    const left = leftMs(step, task, clock);
    if (left === undefined || (left <= 0 && clock === 'maxDuration')) continue;
    step.command({ type: 'setTimer', task: id, name: clock, dueAtMs: step.world.nowMs + Math.max(0, left) });
  }
}

/** After a migration the newer version's limits count. */
export function renewClocks(step: Step, task: Task): void {
  for (const clock of clocks)
    if (leftMs(step, task, clock) === undefined) step.command({ type: 'clearTimers', task: task.id, name: clock });
  armClocks(step, task.id);
}

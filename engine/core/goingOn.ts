import type { PauseCauseKind } from '../model/instance.ts';
import type { Task } from '../model/task.ts';
import { armClocks } from './clocks.ts';
import { holdAtBreakpoint } from './holding.ts';
import { stopReminding } from './notices.ts';
import { changeStatus } from './status.ts';
import type { Step } from './step.ts';

/** The last cause is gone: what failed is executed again, and what waited for the instance goes on. */
export function release(step: Step, kinds: readonly PauseCauseKind[]): void {
  step.record({
    type: 'pauseCausesRemoved',
    kinds: step.draft.pauseCauses.map(({ kind }) => kind).filter((kind) => kinds.includes(kind)),
  });
  changeStatus(step, 'resume');
  stopReminding(step);
  for (const task of step.liveTasks()) {
    if (task.status === 'failed') {
      again(step, task, 'resumed');
      holdAtBreakpoint(step, task);
    } else if ((task.status === 'pending' || task.keptSignals || task.children) && !step.agenda.includes(task.id)) {
      step.agenda.push(task.id);
    }
    armClocks(step, task.id);
  }
}

/** A task is to be executed (again). */
export function again(step: Step, task: Task, reason: 'resumed' | 'again' | 'released'): void {
  step.record({ type: 'taskReady', task: task.id, activity: task.activity, reason });
  armClocks(step, task.id);
  step.agenda.push(task.id);
}

/** When no failed task is left, an instance that only an error paused goes on. */
export function goOnWithoutError(step: Step): void {
  const { pauseCauses } = step.draft;
  const onlyError = pauseCauses.length > 0 && pauseCauses.every(({ kind }) => kind === 'error');
  const failedLeft = step.liveTasks().some((other) => other.status === 'failed');
  if (onlyError && !failedLeft) release(step, ['error']);
}

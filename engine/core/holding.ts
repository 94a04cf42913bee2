import type { Task } from '../model/task.ts';
import type { Step } from './step.ts';

/** A pending task leaves the queue and waits for an operator. */
export function holdTask(step: Step, { id, activity }: Task): void {
  step.command({ type: 'unqueue', task: id });
  step.record({ type: 'taskHeld', task: id, activity });
}

/** After a resume or a retry: a breakpoint that was set meanwhile holds what would be executed again. */
export function holdAtBreakpoint(step: Step, { id }: Task): void {
  const task = step.draft.tasks[id];
  if (task && step.draft.executions[task.activity] === 'hold') holdTask(step, task);
}

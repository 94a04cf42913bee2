import type { Task } from '../model/task.ts';
import type { Step } from './step.ts';
import { turnsOf } from './turns.ts';

/** Whether a pending task may start now, as far as its mutex group goes (semantics.md 4). */
export function hasTurn(step: Step, { id, activity }: Task): boolean {
  const group = step.activity(activity).common.mutexGroup;
  return group === undefined || turnsOf(step.world.graph, step.draft).get(group) === id;
}

/** As `hasTurn`; one that has it is not looked at once more in this step. */
export function takesTurn(step: Step, task: Task): boolean {
  if (!hasTurn(step, task)) return false;
  step.turnsTaken.add(task.id);
  return true;
}

/** Looks at the tasks whose turn it has become during the step; answers whether there was one. */
export function passTurns(step: Step): boolean {
  for (const [group, id] of turnsOf(step.world.graph, step.draft)) {
    const before = step.turnsBefore.get(group);
    if (before === id || step.turnsTaken.has(id)) continue;
    if (step.draft.tasks[id]?.status === 'pending') step.agenda.push(id);
    else step.turnsTaken.add(id);
  }
  return step.agenda.length > 0;
}

/** A task that lost its turn before it was started (an older one was released) leaves the queue. */
export function takeBackTurns(step: Step): void {
  const now = turnsOf(step.world.graph, step.draft);
  for (const [group, id] of step.turnsBefore) {
    const isPending = step.draft.tasks[id]?.status === 'pending';
    if (isPending && now.has(group) && now.get(group) !== id) step.command({ type: 'unqueue', task: id });
  }
}

import { invariant } from '../invariant.ts';
import { stepInstance, type InstanceLifecycleEvent } from '../machines/instance.machine.ts';
import type { Failure } from '../model/failure.ts';
import type { Json } from '../model/json.ts';
import { awaitsChildren } from './childCounts.ts';
import { isEmpty } from './emptiness.ts';
import type { Step } from './step.ts';

/** Moves the instance along its life cycle; the caller has made sure that its status accepts the event. */
export function changeStatus(
  step: Step,
  event: InstanceLifecycleEvent,
  details: { readonly reason?: string; readonly result?: Json; readonly failure?: Failure } = {},
): void {
  const status = stepInstance(step.draft.status, event);
  invariant(status, `a ${step.draft.status} instance does not accept "${event}"`);
  step.record({ type: 'statusChanged', status, ...details });
}

/** Whether a life-cycle event would be accepted now. */
export const accepts = (step: Step, event: InstanceLifecycleEvent): boolean =>
  stepInstance(step.draft.status, event) !== undefined;

const inFlight = (step: Step): boolean => step.liveTasks().some(({ status }) => status === 'running');

/** Nothing is in flight, and no child is left. */
const isQuiet = (step: Step): boolean => !inFlight(step) && !step.liveTasks().some(awaitsChildren);

/** Ends what is over: nothing lives any more, nothing is in flight while pausing or stopping (semantics.md 3). */
export function conclude(step: Step): void {
  const { status } = step.draft;
  if (status === 'stopping') {
    if (isQuiet(step)) concludeStop(step);
    return;
  }
  const { result, tasks, events } = step.draft;
  const nothingLeft = isEmpty(tasks) && isEmpty(events);
  if (nothingLeft && accepts(step, 'finish')) {
    changeStatus(step, 'finish', result === undefined ? {} : { result });
    if (!step.draft.ignoredFailure) step.command({ type: 'resetFailures' });
  } else if (status === 'pausing' && !inFlight(step)) changeStatus(step, 'drained');
}

function concludeStop(step: Step): void {
  for (const task of step.liveTasks()) {
    step.record({
      type: 'taskEnded',
      task: task.id,
      activity: task.activity,
      status: 'cancelled',
      outlets: [],
      durationMs: 0,
    });
  }
  changeStatus(step, 'stopped');
}

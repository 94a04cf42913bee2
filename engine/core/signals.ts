import { ExpressionFailure } from '../expression/expressionFailure.ts';
import { completePayload, payloadRefusal } from '../graph/payload.ts';
import type { TaskId } from '../model/ids.ts';
import type { Task } from '../model/task.ts';
import { addItems } from './children.ts';
import { completeDecision } from './completion.ts';
import { guarded } from './failing.ts';
import type { SignalArrival } from './input.ts';
import type { Rejection } from './rejection.ts';
import { decideContext } from './scope.ts';
import type { Step } from './step.ts';

/** Whether the kind of a task takes signals at all. */
export function takesSignals(step: Step, task: Task): boolean {
  const { behaviour } = step.activity(task.activity).kind;
  return (behaviour.does === 'listen' && behaviour.onSignal !== undefined) || task.children?.open === true;
}

/** A signal that does not bring what the activity asks for is not for the task. */
export function unfitSignal(step: Step, task: Task, { name, vars }: SignalArrival): Rejection | undefined {
  const message = payloadRefusal(step.activity(task.activity), name, vars);
  return message === undefined ? undefined : { code: 'signal-unfit', message };
}

/** What its kind makes of a signal. */
function decideOn(step: Step, task: Task, signal: SignalArrival) {
  const activity = step.activity(task.activity);
  const { behaviour } = activity.kind;
  if (behaviour.does !== 'listen' || !behaviour.onSignal) return undefined;
  return behaviour.onSignal(decideContext(step.world, step.draft, task, activity), signal);
}

const factOf = (task: Task, { id, name, vars, answer }: SignalArrival) => ({
  task: task.id,
  activity: task.activity,
  signal: id,
  name,
  vars,
  ...(answer && { answer }),
});

/** A task gets a signal and does what its kind says. */
export function takeSignal(step: Step, task: Task, arrived: SignalArrival): void {
  const signal = { ...arrived, vars: completePayload(step.activity(task.activity), arrived.vars) };
  step.record({ type: 'signalReceived', ...factOf(task, signal) });
  if (task.children) {
    addItems(step, task, signal.vars);
    return;
  }
  guarded(step, task, () => {
    const decision = decideOn(step, task, signal);
    // The signal that begins an instance ends its entry: the next one begins another instance.
    const begins = task.status === 'pending' && task.startedAtMs === undefined;
    if (decision) completeDecision(step, task, begins ? { ...decision, goesOn: false } : decision);
  });
}

/**
 * A task that cannot move now keeps the signal until it can.
 * @returns false where it keeps one already that will end its wait, so that this one is for somebody else
 */
export function keepSignal(step: Step, task: Task, signal: SignalArrival): boolean {
  const last = task.keptSignals?.at(-1);
  if (last && endsWait(step, task, last)) return false;
  step.record({ type: 'signalKept', ...factOf(task, signal) });
  return true;
}

function endsWait(step: Step, task: Task, signal: SignalArrival): boolean {
  if (task.children) return signal.vars['close'] === true;
  try {
    const decision = decideOn(step, task, signal);
    return decision !== undefined && !decision.goesOn;
  } catch (error) {
    if (error instanceof ExpressionFailure) return true;
    throw error;
  }
}

/** What a task kept while it could not move reaches it now, in its order. */
export function takeKeptSignals(step: Step, id: TaskId): void {
  for (let next = nextKept(step, id); next; next = nextKept(step, id)) takeSignal(step, next.task, next.signal);
}

function nextKept(step: Step, id: TaskId): { task: Task; signal: SignalArrival } | undefined {
  const task = step.draft.tasks[id];
  const signal = task?.keptSignals?.[0];
  const moves = step.draft.status === 'running' && (task?.status === 'waiting' || task?.status === 'pending');
  return task && signal && moves ? { task, signal } : undefined;
}

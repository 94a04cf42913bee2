import type { Decision } from '../activity/kind.ts';
import type { GraphActivity } from '../graph/compiledGraph.ts';
import { assertNever } from '../invariant.ts';
import type { TaskId } from '../model/ids.ts';
import type { Progress, Task, WaitingFor } from '../model/task.ts';
import { childReport } from './children.ts';
import { armClocks } from './clocks.ts';
import { completeDecision, completeOutcome, endTask } from './completion.ts';
import { deathsToPause, failTask, guarded } from './failing.ts';
import { holdAtBreakpoint } from './holding.ts';
import type { Report, TimerName } from './input.ts';
import { hasTurn } from './mutex.ts';
import { takesTooLong } from './overdue.ts';
import type { Rejection } from './rejection.ts';
import { decideContext } from './scope.ts';
import { mainOutlet, onTimer } from './settle.ts';
import { keepSignal, takeSignal, takesSignals, unfitSignal } from './signals.ts';
import type { Step } from './step.ts';

/** What the shell reports: each names a task, which must live and be in the status that the report is about. */
export function report(step: Step, input: Report): Rejection | undefined {
  const task = step.draft.tasks[input.task];
  if (!task) return { code: 'task-unknown', message: `The task ${input.task} does not live (any more).` };
  switch (input.type) {
    case 'startTask':
      return startTask(step, task);
    case 'placeAwaited':
      return awaitPlace(step, task, input.places);
    case 'roundEnded':
      return inFlight(task) ?? endRound(step, task, input.progress);
    case 'taskYielded':
      return inFlight(task) ?? yieldTask(step, task);
    case 'taskDone':
      return late(task, input.attempt) ?? done(step, task, input.outcome);
    case 'taskFailed':
      return late(task, input.attempt) ?? failed(step, task, input.failure);
    case 'workerLost':
      return inFlight(task) ?? lose(step, task, input.counts);
    case 'timer':
      return timerDue(step, task, input.name);
    case 'signal':
      return receive(step, task, input);
    case 'childBegun':
    case 'childRefused':
    case 'childEnded':
      return childReport(step, task, input);
    default:
      return assertNever(input);
  }
}

function timerDue(step: Step, task: Task, name: TimerName): Rejection | undefined {
  switch (name) {
    case 'due':
      return due(step, task);
    case 'retry':
      return retry(step, task);
    default:
      return takesTooLong(step, task, name);
  }
}

const named = (task: Task): { task: TaskId; activity: Task['activity'] } => ({
  task: task.id,
  activity: task.activity,
});

const refuses = (task: Task, what: string): Rejection => ({
  code: 'task-refuses',
  message: `The task ${task.id} is ${task.status}: ${what}.`,
});

const inFlight = (task: Task): Rejection | undefined =>
  task.status === 'running' ? undefined : refuses(task, 'it is not in flight');

/** A result of an attempt that is no longer the current one is discarded. */
const late = (task: Task, attempt: number): Rejection | undefined =>
  inFlight(task) ?? (task.attempt === attempt ? undefined : refuses(task, `attempt ${String(attempt)} is over`));

const notRunning = (step: Step): Rejection | undefined =>
  step.draft.status === 'running'
    ? undefined
    : { code: 'instance-refuses', message: `The instance is ${step.draft.status}: no task starts.` };

function startTask(step: Step, task: Task): Rejection | undefined {
  const refusal =
    notRunning(step) ??
    (task.status === 'pending' ? undefined : refuses(task, 'only a pending one starts')) ??
    (hasTurn(step, task) ? undefined : refuses(task, 'it is not its turn in its mutex group'));
  if (refusal) return refusal;
  step.record({
    type: 'taskStarted',
    ...named(task),
    attempt: task.attempt + 1,
    nowMs: task.nowMs ?? step.world.nowMs,
  });
  armClocks(step, task.id);
  return undefined;
}

/** It stays pending; why is in the journal, where an operator looks who wonders. */
function awaitPlace(step: Step, task: Task, places: number): Rejection | undefined {
  if (task.status !== 'pending') return refuses(task, 'only a pending one waits for a place');
  const text = `"${task.activity}" waits: ${String(places)} tasks are performed outside, and there is place for no more.`;
  step.record({ type: 'journal', level: 'info', code: 'place-awaited', text, params: { places }, ...named(task) });
  return undefined;
}

/** After a round the task goes behind what has become ready meanwhile: a long one starves nobody. */
function endRound(step: Step, task: Task, progress: Progress): undefined {
  step.record({ type: 'taskProgressed', ...named(task), progress });
  const { maxRounds } = step.world.graph.definition;
  if (progress.rounds >= maxRounds) {
    failTask(step, task, {
      cause: 'runaway-loop',
      message: `"${task.activity}" has done ${String(progress.rounds)} rounds and is not over (maxRounds is ${String(maxRounds)}).`,
      hint: 'See whether its rounds come to an end; let each do more, or give the workflow a larger maxRounds.',
    });
    return;
  }
  step.command({ type: 'unqueue', task: task.id });
  step.command({ type: 'queue', task: task.id });
}

/** Between two rounds a task gives way to a pause, a stop or a draining worker; its progress stays. */
function yieldTask(step: Step, task: Task): undefined {
  if (step.draft.status === 'stopping') endTask(step, task, { event: 'cancel' });
  else ready(step, task, 'yielded');
}

/** It leaves the queue and, where the instance goes on, takes its place at the end; a paused instance has none there. */
function ready(step: Step, task: Task, reason: 'yielded' | 'lost' | 'retry'): undefined {
  if (reason !== 'retry') step.command({ type: 'unqueue', task: task.id });
  step.record({ type: 'taskReady', ...named(task), reason });
  step.agenda.push(task.id);
}

function done(step: Step, task: Task, outcome: Parameters<typeof completeOutcome>[2]): undefined {
  if (step.draft.status === 'stopping') endTask(step, task, { event: 'cancel' });
  else guarded(step, task, () => completeOutcome(step, task, outcome));
}

function failed(step: Step, task: Task, failure: Parameters<typeof failTask>[2]): undefined {
  if (step.draft.status === 'stopping' || failure.cause === 'cancelled') endTask(step, task, { event: 'cancel' });
  else failTask(step, task, failure);
}

const mayKill = ({ kind: { behaviour }, config }: GraphActivity): boolean =>
  behaviour.does === 'work' && behaviour.asksOthers?.(config) !== true;

/** The worker died on it: it is executed again, but a task that kills its workers pauses (semantics.md 8). */
function lose(step: Step, task: Task, counts: boolean): undefined {
  const deaths = task.deaths + (counts && mayKill(step.activity(task.activity)) ? 1 : 0);
  step.record({ type: 'taskLost', ...named(task), deaths });
  if (step.draft.status === 'stopping') {
    endTask(step, task, { event: 'cancel' });
  } else if (deaths >= deathsToPause) {
    const message = `The worker died ${String(deaths)} times while it executed this task.`;
    failTask(step, task, { cause: 'lost', message, hint: 'See why the worker died before you run it again.' });
  } else {
    const text = 'The worker ended while it executed this task; the task is executed again.';
    step.record({ type: 'journal', level: 'warning', code: 'worker-lost', text, ...named(task) });
    ready(step, task, 'lost');
  }
}

/** A timer ends the wait that the task is in, not one that it was in before. */
const early = (step: Step, { waitingFor, ...task }: Task): Rejection | undefined =>
  waitingFor?.dueAtMs !== undefined && waitingFor.dueAtMs <= step.world.nowMs
    ? undefined
    : refuses(task, 'its time has not come');

function retry(step: Step, task: Task): Rejection | undefined {
  const refusal =
    notRunning(step) ?? (task.status === 'retrying' ? early(step, task) : refuses(task, 'it waits for no retry'));
  if (refusal) return refusal;
  step.command({ type: 'clearTimers', task: task.id, name: 'retry' });
  ready(step, task, 'retry');
  holdAtBreakpoint(step, task);
  return undefined;
}

function due(step: Step, task: Task): Rejection | undefined {
  const refusal =
    notRunning(step) ?? (task.status === 'waiting' ? early(step, task) : refuses(task, 'it does not wait'));
  if (refusal) return refusal;
  endWait(step, task);
  return undefined;
}

/** Ends a waiting task as if its time had come. */
export function endWait(step: Step, task: Task): void {
  const activity = step.activity(task.activity);
  guarded(step, task, () => {
    const silent: Decision = task.waitingFor?.signal ? { outlets: [], goesOn: true } : mainOutlet;
    const decision = onTimer(activity, decideContext(step.world, step.draft, task, activity)) ?? silent;
    const next = nextWait(task, decision);
    completeDecision(step, task, { ...decision, goesOn: next !== undefined });
    if (next) waitOn(step, task, next);
  });
}

/** What it waits for when its kind lets the time pass: another instant, its signal, or both. */
function nextWait({ waitingFor }: Task, { goesOn, dueAtMs }: Decision): WaitingFor | undefined {
  const { signal, question } = waitingFor ?? {};
  if (!goesOn || (dueAtMs === undefined && !signal)) return undefined;
  return { ...(dueAtMs !== undefined && { dueAtMs }), ...(signal && { signal }), ...(question && { question }) };
}

function waitOn(step: Step, task: Task, waitingFor: WaitingFor): void {
  const { dueAtMs } = waitingFor;
  step.command({ type: 'clearTimers', task: task.id, name: 'due' });
  step.record({ type: 'taskWaiting', ...named(task), waitingFor });
  if (dueAtMs !== undefined) step.command({ type: 'setTimer', task: task.id, name: 'due', dueAtMs });
}

/** A task of an instance that is paused keeps the signal until that goes on. */
function receive(step: Step, task: Task, { signal }: Extract<Report, { type: 'signal' }>): Rejection | undefined {
  if (!task.waitingFor?.signal) return refuses(task, 'it waits for no signal');
  if (task.waitingFor.question) return refuses(task, 'it waits for an answer, not for a signal');
  if (!takesSignals(step, task)) return refuses(task, 'its kind takes no signal');
  const refusal = unfitSignal(step, task, signal);
  if (refusal) return refusal;
  if (step.draft.status === 'running') takeSignal(step, task, signal);
  else if (!keepSignal(step, task, signal)) return refuses(task, 'it keeps the signal that will end its wait');
  return undefined;
}

import type { Decision, OutletTaken } from '../activity/kind.ts';
import type { Outcome } from '../activity/executor.ts';
import type { CompiledGraph } from '../graph/compiledGraph.ts';
import { invariant } from '../invariant.ts';
import type { Failure } from '../model/failure.ts';
import type { Outlet } from '../model/ids.ts';
import type { Json } from '../model/json.ts';
import type { Task } from '../model/task.ts';
import { stepTask, type TaskLifecycleEvent } from '../machines/task.machine.ts';
import { isTimed } from './clocks.ts';
import { TooMuchToCarry } from './limits.ts';
import { outletNames, recordJournal, route, tooMuchToCarry, type Cargo } from './routing.ts';
import type { Step } from './step.ts';

/** How a task ends. */
export interface Ending {
  readonly event: Extract<TaskLifecycleEvent, 'complete' | 'fail' | 'cancel' | 'skip'>;
  readonly outlets?: readonly Outlet[];
  readonly recordCount?: number;
  readonly failure?: Failure;
  readonly reason?: string;
  readonly result?: Json;
  /** Its children are stopped at once, whatever they do. */
  readonly unconditionally?: boolean;
}

const endedStatus = { complete: 'done', fail: 'failed', cancel: 'cancelled', skip: 'skipped' } as const;

/** Ends a task and takes back whatever still waits for it. Events are routed afterwards, by the caller. */
export function endTask(step: Step, task: Task, ending: Ending): void {
  invariant(
    task.status === 'failed' && ending.event === 'fail' ? true : stepTask(task.status, ending.event),
    `a ${task.status} task cannot ${ending.event}`,
  );
  if (isTimed(step, task)) step.command({ type: 'clearTimers', task: task.id });
  releaseTask(step, task);
  leaveChildren(step, task, ending);
  step.record({
    type: 'taskEnded',
    task: task.id,
    activity: task.activity,
    status: endedStatus[ending.event],
    outlets: [...(ending.outlets ?? [])],
    durationMs: Math.max(0, step.world.nowMs - (task.startedAtMs ?? task.createdAtMs)),
    ...(ending.recordCount !== undefined && { recordCount: ending.recordCount }),
    ...(ending.failure && { failure: ending.failure }),
    ...(ending.reason !== undefined && { reason: ending.reason }),
    ...(ending.result !== undefined && { result: ending.result }),
  });
}

function leaveChildren(step: Step, { id, children }: Task, { unconditionally = false }: Ending): void {
  if (children) step.command({ type: 'leaveChildren', task: id, unconditionally });
}

/** Takes back the commands that still stand for a task: its place in the queue, its timers, its subscription. */
export function releaseTask(step: Step, task: Task): void {
  const { behaviour } = step.activity(task.activity).kind;
  if (behaviour.does === 'work') step.command({ type: 'unqueue', task: task.id });
  if (task.status !== 'waiting' && task.status !== 'retrying') return;
  step.command({ type: 'clearTimers', task: task.id });
  if (task.waitingFor?.signal) step.command({ type: 'unsubscribe', task: task.id });
}

/**
 * Ends a task as a deciding or listening kind says.
 * @throws TooMuchToCarry before anything is recorded.
 */
export function completeDecision(step: Step, task: Task, decision: Decision): void {
  const failure = tooMuchToCarry(step.world.graph, task, decision.outlets);
  if (failure) throw new TooMuchToCarry(failure);
  recordJournal(step, task, decision.journal);
  if (!decision.goesOn) {
    const result = decision.result === undefined ? {} : { result: decision.result };
    endTask(step, task, { event: 'complete', outlets: outletNames(decision.outlets), ...result });
  }
  for (const activity of decision.cancel ?? []) {
    for (const other of step.liveTasks()) if (other.activity === activity) cancelTask(step, other);
  }
  if (decision.stopOthers) cancelOthers(step, task);
  route(step, task, decision.outlets);
}

const outletsOf = (outcome: Outcome): readonly OutletTaken[] => outcome.outlets ?? [{ outlet: 'default' }];

const cargoOf = ({ vars, workTable, recordCount }: Outcome): Cargo => ({
  vars: { ...(recordCount !== undefined && { recordCount }), ...vars },
  ...(workTable && { workTable }),
  ...(recordCount !== undefined && { recordCount }),
});

/** Why a task cannot end with what its executor gave; asked before its effect is committed, so that it is undone. */
export function outcomeFailure(graph: CompiledGraph, task: Task, outcome: Outcome): Failure | undefined {
  return tooMuchToCarry(graph, task, outletsOf(outcome), cargoOf(outcome));
}

/**
 * Ends a task with what its executor gave.
 * @throws TooMuchToCarry before anything is recorded.
 */
export function completeOutcome(step: Step, task: Task, outcome: Outcome): void {
  const outlets = outletsOf(outcome);
  const cargo = cargoOf(outcome);
  const failure = tooMuchToCarry(step.world.graph, task, outlets, cargo);
  if (failure) throw new TooMuchToCarry(failure);
  recordJournal(step, task, outcome.journal);
  endTask(step, task, {
    event: 'complete',
    outlets: outletNames(outlets),
    ...(outcome.recordCount !== undefined && { recordCount: outcome.recordCount }),
  });
  route(step, task, outlets, cargo);
}

/** Cancels a task; what is in flight is cancelled at its source. */
export function cancelTask(step: Step, task: Task, unconditionally = false): void {
  if (task.status === 'running') step.command({ type: 'cancel', task: task.id });
  endTask(step, task, { event: 'cancel', unconditionally });
}

/** `end.stopOthers`: every other task is cancelled and no waiting event is left. */
function cancelOthers(step: Step, self: Task): void {
  for (const task of step.liveTasks()) if (task.id !== self.id) cancelTask(step, task);
  for (const event of Object.values(step.draft.events)) {
    step.record({ type: 'eventDropped', event: event.id, reason: 'an end stopped the others' });
  }
}

import type { Decision } from '../activity/kind.ts';
import type { Outcome } from '../activity/executor.ts';
import { invariant } from '../invariant.ts';
import type { Failure } from '../model/failure.ts';
import type { Outlet } from '../model/ids.ts';
import type { Json } from '../model/json.ts';
import type { Task } from '../model/task.ts';
import { stepTask, type TaskLifecycleEvent } from '../machines/task.machine.ts';
import { outletNames, recordJournal, route, type Cargo } from './routing.ts';
import type { Step } from './step.ts';

/** How a task ends. */
export interface Ending {
  readonly event: Extract<TaskLifecycleEvent, 'complete' | 'fail' | 'cancel' | 'skip'>;
  readonly outlets?: readonly Outlet[];
  readonly recordCount?: number;
  readonly failure?: Failure;
  readonly reason?: string;
  readonly result?: Json;
}

const endedStatus = { complete: 'done', fail: 'failed', cancel: 'cancelled', skip: 'skipped' } as const;

/** Ends a task and takes back whatever still waits for it. Events are routed afterwards, by the caller. */
export function endTask(step: Step, task: Task, ending: Ending): void {
  invariant(
    task.status === 'failed' && ending.event === 'fail' ? true : stepTask(task.status, ending.event),
    `a ${task.status} task cannot ${ending.event}`,
  );
  releaseTask(step, task);
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

/** Takes back the commands that still stand for a task: its place in the queue, its timers, its subscription. */
export function releaseTask(step: Step, task: Task): void {
  const { behaviour } = step.activity(task.activity).kind;
  if (behaviour.does === 'work') step.command({ type: 'unqueue', task: task.id });
  if (task.status !== 'waiting' && task.status !== 'retrying') return;
  step.command({ type: 'clearTimers', task: task.id });
  if (task.waitingFor?.signal) step.command({ type: 'unsubscribe', task: task.id });
}

/** Ends a task as a deciding or listening kind says. */
export function completeDecision(step: Step, task: Task, decision: Decision): void {
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

/** Ends a task with what its executor gave. */
export function completeOutcome(step: Step, task: Task, outcome: Outcome): void {
  const outlets = outcome.outlets ?? [{ outlet: 'default' }];
  const cargo: Cargo = {
    vars: { ...(outcome.recordCount !== undefined && { recordCount: outcome.recordCount }), ...outcome.vars },
    ...(outcome.workTable && { workTable: outcome.workTable }),
    ...(outcome.recordCount !== undefined && { recordCount: outcome.recordCount }),
  };
  recordJournal(step, task, outcome.journal);
  endTask(step, task, {
    event: 'complete',
    outlets: outletNames(outlets),
    ...(outcome.recordCount !== undefined && { recordCount: outcome.recordCount }),
  });
  route(step, task, outlets, cargo);
}

/** Cancels a task; what is in flight is cancelled at its source. */
export function cancelTask(step: Step, task: Task): void {
  if (task.status === 'running') step.command({ type: 'cancel', task: task.id });
  endTask(step, task, { event: 'cancel' });
}

/** `end.stopOthers`: every other task is cancelled and no waiting event is left. */
function cancelOthers(step: Step, self: Task): void {
  for (const task of step.liveTasks()) if (task.id !== self.id) cancelTask(step, task);
  for (const event of Object.values(step.draft.events)) {
    step.record({ type: 'eventDropped', event: event.id, reason: 'an end stopped the others' });
  }
}

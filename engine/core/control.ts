import { assertNever } from '../invariant.ts';
import type { Failure } from '../model/failure.ts';
import type { ActivityId } from '../model/ids.ts';
import type { PauseCauseKind } from '../model/instance.ts';
import type { Variables } from '../model/json.ts';
import { defaultOutlet } from '../model/ids.ts';
import type { Task } from '../model/task.ts';
import { answer } from './approvals.ts';
import { stopsChildren } from './children.ts';
import { cancelTask, endTask } from './completion.ts';
import { beginPausing } from './failing.ts';
import { again, goOnWithoutError, release } from './goingOn.ts';
import { holdTask } from './holding.ts';
import type { Control } from './input.ts';
import { migrationProblems, reconfiguredTasks } from './migration.ts';
import { acknowledge, handOver, stopReminding, tellSupervisors } from './notices.ts';
import type { Rejection } from './rejection.ts';
import { endWait } from './reports.ts';
import { route } from './routing.ts';
import { accepts, changeStatus } from './status.ts';
import type { Step } from './step.ts';

/** What operators and programs ask of an instance (semantics.md 3 and 4). */
export function control(step: Step, input: Control): Rejection | undefined {
  switch (input.type) {
    case 'pause':
      return pause(step, input);
    case 'resume':
      return resume(step, input);
    case 'liftPause':
      return liftPause(step, input.cause);
    case 'stop':
      return stop(step);
    case 'kill':
      return kill(step, input.reason);
    case 'runTask':
      return withTask(step, input.task, (task) => runTask(step, task));
    case 'skipTask':
      return withTask(step, input.task, (task) => skipTask(step, task, input));
    case 'answer':
      return withTask(step, input.task, (task) => answer(step, task, input));
    case 'runPending':
      return runPending(step, input.task);
    case 'holdActivity':
      return changeExecution(step, input.activity, true);
    case 'releaseActivity':
      return changeExecution(step, input.activity, false);
    case 'setVariables':
      return setVariables(step, input.vars);
    case 'breakDown':
      return breakDown(step, input.failure);
    case 'acknowledge':
      return acknowledge(step);
    case 'handOver':
      return handOver(step, input);
    case 'note':
      return note(step, input);
    default:
      return assertNever(input);
  }
}

const refuses = (step: Step, what: string): Rejection => ({
  code: 'instance-refuses',
  message: `The instance is ${step.draft.status}: ${what}.`,
});

function withTask(step: Step, id: Task['id'], act: (task: Task) => Rejection | undefined): Rejection | undefined {
  const task = step.draft.tasks[id];
  return task ? act(task) : { code: 'task-unknown', message: `The task ${id} does not live (any more).` };
}

function pause(step: Step, input: Extract<Control, { type: 'pause' }>): Rejection | undefined {
  const { status, pauseCauses } = step.draft;
  if (status !== 'running' && status !== 'pausing' && status !== 'paused') return refuses(step, 'it cannot be paused');
  if (pauseCauses.some(({ kind }) => kind === input.cause)) return refuses(step, 'it is paused for this cause already');
  const cause = {
    kind: input.cause,
    by: step.by,
    sinceMs: step.world.nowMs,
    ...(input.reason !== undefined && { reason: input.reason }),
    ...(input.untilMs !== undefined && { untilMs: input.untilMs }),
  };
  step.record({ type: 'pauseCauseAdded', cause });
  if (status === 'running') beginPausing(step);
  return undefined;
}

/** It goes on exactly where it was, when no other cause holds it (semantics.md 3). */
function resume(step: Step, input: Extract<Control, { type: 'resume' }>): Rejection | undefined {
  if (!accepts(step, 'resume')) return refuses(step, 'it is not paused');
  const remaining = step.draft.pauseCauses.filter(({ kind }) => !input.kinds.includes(kind));
  if (remaining.length > 0) {
    const causes = remaining.map(({ kind, by }) => `${kind} (${by})`).join(', ');
    return { code: 'pause-cause-remains', message: `Something else holds the instance: ${causes}.` };
  }
  const refusal = input.version === undefined ? undefined : migrate(step, input.version);
  if (refusal) return refusal;
  release(step, input.kinds);
  return undefined;
}

/** A workflow's resume, or a pause that is over: another cause keeps holding the instance, and is no refusal. */
function liftPause(step: Step, cause: PauseCauseKind): Rejection | undefined {
  const held = step.draft.pauseCauses.some(({ kind }) => kind === cause);
  if (!held || !accepts(step, 'resume')) return refuses(step, `no pause of the cause "${cause}" holds it`);
  if (step.draft.pauseCauses.length === 1) release(step, [cause]);
  else step.record({ type: 'pauseCausesRemoved', kinds: [cause] });
  return undefined;
}

function migrate(step: Step, version: number): Rejection | undefined {
  const { version: present } = step.draft;
  if (version === present) return undefined;
  if (version < present) {
    const message = `The instance is on version ${String(present)}: it can be resumed on a newer one, not on an older.`;
    return { code: 'definition-outdated', message };
  }
  const { graph, newerGraph } = step.world;
  const problems = newerGraph
    ? migrationProblems(step.draft, graph.definition, newerGraph.definition)
    : ['That version does not exist.'];
  if (problems.length > 0) return { code: 'definition-outdated', message: problems.join(' ') };
  const reconfigured = reconfiguredTasks(step);
  step.record({ type: 'versionChanged', version, ...(reconfigured.length > 0 && { reconfigured }) });
  return undefined;
}

function stop(step: Step): Rejection | undefined {
  if (!accepts(step, 'stop')) return refuses(step, 'it cannot be stopped');
  changeStatus(step, 'stop');
  stopReminding(step);
  for (const task of step.liveTasks()) {
    if (task.status === 'running') step.command({ type: 'cancel', task: task.id });
    else if (!stopsChildren(step, task)) endTask(step, task, { event: 'cancel' });
  }
  return undefined;
}

/** `stopped` at once; what is in flight is cancelled, and its late result will find no task. */
function kill(step: Step, reason: string | undefined): Rejection | undefined {
  if (!accepts(step, 'kill')) return refuses(step, 'it cannot be stopped');
  for (const task of step.liveTasks()) cancelTask(step, task, true);
  const text = `Stopped unconditionally by ${step.by}${reason === undefined ? '' : `: ${reason}`}.`;
  step.record({
    type: 'journal',
    level: 'warning',
    code: 'killed',
    text,
    params: { by: step.by, reason: reason ?? '' },
  });
  changeStatus(step, 'kill', reason === undefined ? {} : { reason });
  stopReminding(step);
  return undefined;
}

/** Runs one task now: a failed one again, a wait as if it were over, a held one. */
function runTask(step: Step, task: Task): Rejection | undefined {
  const { status } = step.draft;
  if (status !== 'running' && status !== 'pausing' && status !== 'paused') return refuses(step, 'no task starts');
  if (!runNow(step, task)) {
    const why = isTimed(task) ? `it goes on when the instance, which is ${status}, does` : 'there is nothing to run';
    return { code: 'task-refuses', message: `The task ${task.id} is ${task.status}: ${why}.` };
  }
  goOnWithoutError(step);
  return undefined;
}

const isTimed = ({ status, waitingFor }: Task): boolean => status === 'waiting' && waitingFor?.dueAtMs !== undefined;

function runNow(step: Step, task: Task): boolean {
  if (task.status === 'failed') again(step, task, 'again');
  else if (task.status === 'held') again(step, task, 'released');
  else if (task.status === 'retrying') {
    step.command({ type: 'clearTimers', task: task.id, name: 'retry' });
    again(step, task, 'again');
  } else if (isTimed(task) && step.draft.status === 'running') endWait(step, task);
  else return false;
  return true;
}

function runPending(step: Step, only: Task['id'] | undefined): Rejection | undefined {
  if (step.draft.status !== 'running') return refuses(step, 'no task starts');
  const tasks = step.liveTasks().filter((task) => task.status !== 'failed' && (only === undefined || task.id === only));
  const ran = tasks.filter((task) => runNow(step, task));
  return ran.length > 0
    ? undefined
    : { code: 'nothing-to-run', message: 'No task waits for a time, a retry or a release.' };
}

const skippable: ReadonlySet<string> = new Set(['failed', 'held', 'waiting', 'retrying', 'pending']);

function skipTask(
  step: Step,
  task: Task,
  input: { readonly result: Variables; readonly reason: string },
): Rejection | undefined {
  const { status } = step.draft;
  if (status !== 'running' && status !== 'pausing' && status !== 'paused')
    return refuses(step, 'nothing can be skipped');
  if (!skippable.has(task.status)) {
    return { code: 'task-refuses', message: `The task ${task.id} is ${task.status}: it cannot be skipped.` };
  }
  const text = `Skipped by ${step.by}: ${input.reason}`;
  step.record({ type: 'journal', level: 'warning', code: 'skipped', text, activity: task.activity, task: task.id });
  endTask(step, task, { event: 'skip', outlets: [defaultOutlet], reason: input.reason });
  route(step, task, [{ outlet: defaultOutlet, vars: input.result }]);
  if (task.status === 'failed') goOnWithoutError(step);
  return undefined;
}

function changeExecution(step: Step, activity: ActivityId, hold: boolean): Rejection | undefined {
  if (!step.world.graph.activities.has(activity)) {
    return {
      code: 'activity-unknown',
      message: `Version ${String(step.draft.version)} has no activity "${activity}".`,
    };
  }
  if (!accepts(step, 'stop')) return refuses(step, 'it has ended');
  step.record({ type: 'executionChanged', activity, execution: hold ? 'hold' : null });
  for (const task of step.liveTasks().filter((one) => one.activity === activity)) {
    if (hold && task.status === 'pending') holdTask(step, task);
    else if (!hold && task.status === 'held') again(step, task, 'released');
  }
  return undefined;
}

/** Variables are edited only while nothing moves (ux.md 4). */
function setVariables(step: Step, vars: Variables): Rejection | undefined {
  if (step.draft.status !== 'paused') return refuses(step, 'variables are changed only while it is paused');
  step.record({ type: 'varsChanged', vars: { ...step.draft.vars, ...vars } });
  return undefined;
}

function breakDown(step: Step, failure: Failure): Rejection | undefined {
  const event = accepts(step, 'fail') ? 'fail' : 'kill';
  if (!accepts(step, event)) return refuses(step, 'it has ended');
  for (const task of step.liveTasks()) cancelTask(step, task);
  step.record({ type: 'journal', level: 'error', code: 'broken', text: `The engine cannot go on: ${failure.message}` });
  changeStatus(step, event, { failure });
  tellSupervisors(step, 'failed', `The engine cannot go on: ${failure.message}`);
  return undefined;
}

function note(step: Step, { level, text, code }: Extract<Control, { type: 'note' }>): undefined {
  step.record({ type: 'journal', level, text, ...(code !== undefined && { code }) });
}

import {
  ExecutorFailure,
  type AnyExecutor,
  type ExecutorRun,
  type ExecutorServices,
  type Outcome,
} from '../activity/executor.ts';
import { outcomeFailure } from '../core/completion.ts';
import type { Input } from '../core/input.ts';
import { lateFailure } from '../core/overdue.ts';
import { taskExpressions } from '../core/scope.ts';
import type { World } from '../core/world.ts';
import { ExpressionFailure } from '../expression/expressionFailure.ts';
import type { GraphActivity } from '../graph/compiledGraph.ts';
import { invariant } from '../invariant.ts';
import { lazily } from '../lazily.ts';
import type { Failure } from '../model/failure.ts';
import type { Instance } from '../model/instance.ts';
import type { Progress, Task } from '../model/task.ts';
import { StepTakenBack } from '../ports/engineStore.ts';
import type { Runtime } from './runtime.ts';
import type { Unit } from './unit.ts';
import { graphOf } from './worldFacts.ts';

/** Marks an error as the executor's own, so that a fault of the store is never blamed on the task. */
class ExecutorThrew extends Error {
  override readonly name = 'ExecutorThrew';
}

/** A task, with what performs it. */
export interface Work {
  readonly runtime: Runtime;
  readonly task: Task;
  readonly activity: GraphActivity;
  readonly executor: AnyExecutor;
}

/** A task with what performs it. */
export async function workOn(runtime: Runtime, instance: Instance, task: Task): Promise<Work> {
  const activity = await activityOf(runtime, instance, task);
  const executor = runtime.executors.get(activity.kind.name);
  invariant(executor, `the kind ${activity.kind.name} has no executor`);
  return { runtime, task, activity, executor };
}

/** The activity of a task, in the version that its instance is on. */
export async function activityOf(runtime: Runtime, instance: Instance, task: Task): Promise<GraphActivity> {
  const { activities } = await graphOf(runtime, instance.workflow, instance.version);
  const activity = activities.get(task.activity);
  invariant(activity, `activity ${task.activity} left the definition`);
  return activity;
}

/** Executes a task inside a transaction; answers what its instance is to be told. */
export async function attemptIn({ tx }: Unit, work: Work, instance: Instance, world: World): Promise<Input> {
  const { task } = work;
  const { nowMs, secrets } = world;
  const services = lazily(() => tx.services({ instance, task: task.id, nowMs, ...(secrets && { secrets }) }));
  // Nobody can give up a step: what waits for it waits for its end.
  const signal = lazily(() => new AbortController().signal);
  const ground = { world, services, signal };
  if (isBriefByNature(work.activity)) return reportOf(work, await attempt(work, instance, ground));
  const { clock, briefness } = work.runtime;
  try {
    const outcome = await attempt(work, instance, ground);
    if (!(await tx.isOpen())) throw new ExecutorThrew('', { cause: endedTransaction });
    return reportOf(work, outcome);
  } finally {
    briefness?.note({ ...instance, activity: task.activity }, clock.nowMs() - nowMs);
  }
}

/** Its kind says that its work is brief: it executes no SQL of a definition. */
export const isBriefByNature = ({ kind: { behaviour }, config }: GraphActivity): boolean =>
  behaviour.does === 'work' && behaviour.brief?.(config) === true;

const endedTransaction = new ExecutorFailure({
  cause: 'config',
  message: 'The script ended its own transaction.',
  hint: 'Take COMMIT and ROLLBACK out of it, or set "transaction" to false.',
});

/**
 * The failure of a task, where an executor threw it; undefined where an error is no fault of the executor.
 * @throws StepTakenBack
 */
export function failureOfExecutor(error: unknown): Failure | undefined {
  if (!(error instanceof ExecutorThrew)) return undefined;
  if (error.cause instanceof StepTakenBack) throw error.cause;
  return failureOf(error.cause);
}

/** What an attempt stands on. */
interface Ground {
  readonly world: World;
  /** What few kinds ask for is not made for the others. */
  readonly services: () => ExecutorServices;
  readonly signal: () => AbortSignal;
}

/** The same for every attempt, so that whoever gets an effect twice can tell (semantics.md 8). */
const idempotencyKey = ({ id }: Instance, task: Task): string =>
  [id, task.id, ...(task.reconfigured === undefined ? [] : [String(task.reconfigured)])].join('/');

/** @throws ExecutorThrew when the executor failed. */
export async function attempt(work: Work, instance: Instance, { world, services, signal }: Ground): Promise<Outcome> {
  const { runtime, task, activity, executor } = work;
  const { nowMs, evaluate, render } = taskExpressions(world, instance, task);
  const run: ExecutorRun<unknown> = {
    nowMs,
    clockMs: () => runtime.clock.nowMs(),
    evaluate,
    render,
    config: activity.config,
    task,
    instance: instance.id,
    workflow: instance.workflow,
    activity: task.activity,
    round: task.progress?.rounds ?? 0,
    get signal() {
      return signal();
    },
    get idempotencyKey() {
      return idempotencyKey(instance, task);
    },
    get services() {
      return services();
    },
  };
  try {
    const outcome = await executor.execute(run);
    const failure =
      lateFailure(activity, instance, task, runtime.clock.nowMs()) ?? outcomeFailure(world.graph, task, outcome);
    if (failure) throw new ExecutorFailure(failure);
    return outcome;
  } catch (error) {
    throw new ExecutorThrew('an executor failed', { cause: error });
  }
}

/** What an instance is told of an attempt that succeeded. */
export function reportOf({ task, activity }: Work, outcome: Outcome): Input {
  const rows = outcome.roundRows ?? 0;
  if (!repeats(activity) || rows === 0) return { type: 'taskDone', task: task.id, attempt: task.attempt, outcome };
  return { type: 'roundEnded', task: task.id, progress: progressAfter(task, rows, outcome.total) };
}

/** Whether its task goes on round by round. */
export const repeats = ({ kind: { behaviour }, config }: GraphActivity): boolean =>
  behaviour.does === 'work' && behaviour.repeats?.(config) === true;

function progressAfter({ progress }: Task, rows: number, asked: number | undefined): Progress {
  const { rounds, rows: before } = progress ?? { rounds: 0, rows: 0 };
  const total = progress?.total ?? asked;
  return { rounds: rounds + 1, rows: before + rows, ...(total !== undefined && { total }) };
}

/** What an executor threw, as a task's failure. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ExecutorFailure || error instanceof ExpressionFailure) return error.failure;
  const message = error instanceof Error ? error.message : String(error);
  return { cause: 'unexpected', message, hint: 'Look at the log of the worker for the stack.' };
}

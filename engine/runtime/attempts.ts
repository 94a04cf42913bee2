import {
  ExecutorFailure,
  type AnyExecutor,
  type ExecutorRun,
  type ExecutorServices,
  type Outcome,
} from '../activity/executor.ts';
import { outcomeFailure } from '../core/completion.ts';
import type { Report } from '../core/input.ts';
import { lateFailure } from '../core/overdue.ts';
import { expressionsNowMs, taskExpressions, type TaskExpressions } from '../core/scope.ts';
import type { World } from '../core/world.ts';
import { ExpressionFailure } from '../expression/expressionFailure.ts';
import type { CompiledGraph, GraphActivity } from '../graph/compiledGraph.ts';
import { invariant } from '../invariant.ts';
import type { Failure } from '../model/failure.ts';
import type { ActivityId, InstanceId } from '../model/ids.ts';
import type { Instance } from '../model/instance.ts';
import type { Progress, Task } from '../model/task.ts';
import { StepTakenBack, type EngineTransaction, type ServiceScope } from '../ports/engineStore.ts';
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
  return workOf(runtime, await activityOf(runtime, instance, task), task);
}

/** The same, of an activity that is known. */
export function workOf(runtime: Runtime, activity: GraphActivity, task: Task): Work {
  const executor = runtime.executors.get(activity.kind.name);
  invariant(executor, `the kind ${activity.kind.name} has no executor`);
  return { runtime, task, activity, executor };
}

/** The activity of a task, in the version that its instance is on. */
export async function activityOf(runtime: Runtime, instance: Instance, task: Task): Promise<GraphActivity> {
  return activityIn(await graphOf(runtime, instance.workflow, instance.version), task);
}

/** The activity of a task in the graph of its instance. */
export function activityIn({ activities }: CompiledGraph, task: Task): GraphActivity {
  const activity = activities.get(task.activity);
  invariant(activity, `activity ${task.activity} left the definition`);
  return activity;
}

/** Executes a task inside a transaction; answers what its instance is to be told. */
export async function attemptIn({ tx }: Unit, work: Work, instance: Instance, world: World): Promise<Report> {
  const { task } = work;
  const ground = new StepGround(tx, world, { instance, task: task.id });
  if (isBriefByNature(work.activity)) return reportOf(work, await attempt(work, instance, ground));
  const { clock, briefness } = work.runtime;
  try {
    const outcome = await attempt(work, instance, ground);
    if (!(await tx.isOpen())) throw new ExecutorThrew('', { cause: endedTransaction });
    return reportOf(work, outcome);
  } finally {
    briefness?.note({ ...instance, activity: task.activity }, clock.nowMs() - world.nowMs);
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
  readonly services: ExecutorServices;
  readonly signal: AbortSignal;
}

/** The ground of an attempt within a step: what few kinds ask for is not made for the others. */
class StepGround implements Ground {
  readonly world: World;
  readonly #tx: EngineTransaction;
  readonly #of: Pick<ServiceScope, 'instance' | 'task'>;
  #services: ExecutorServices | undefined;
  #signal: AbortSignal | undefined;

  constructor(tx: EngineTransaction, world: World, of: Pick<ServiceScope, 'instance' | 'task'>) {
    this.world = world;
    this.#tx = tx;
    this.#of = of;
  }

  get services(): ExecutorServices {
    const { nowMs, secrets } = this.world;
    return (this.#services ??= this.#tx.services({ ...this.#of, nowMs, ...(secrets && { secrets }) }));
  }

  /** Nobody can give up a step: what waits for it waits for its end. */
  get signal(): AbortSignal {
    return (this.#signal ??= new AbortController().signal);
  }
}

/** What an executor is given. A class: a literal with getters would be another shape of object for each attempt. */
class Attempt implements ExecutorRun<unknown> {
  readonly config: unknown;
  readonly task: Task;
  readonly instance: InstanceId;
  readonly workflow: string;
  readonly activity: ActivityId;
  readonly nowMs: number;
  readonly round: number;
  readonly clockMs: () => number;
  readonly #of: Instance;
  readonly #ground: Ground;
  #expressions: TaskExpressions | undefined;

  constructor({ runtime: { clock }, task, activity }: Work, instance: Instance, ground: Ground) {
    this.config = activity.config;
    this.task = task;
    this.instance = instance.id;
    this.workflow = instance.workflow;
    this.activity = task.activity;
    this.nowMs = expressionsNowMs(ground.world, task);
    this.round = task.progress?.rounds ?? 0;
    this.clockMs = clock.nowMs;
    this.#of = instance;
    this.#ground = ground;
  }

  get evaluate(): ExecutorRun<unknown>['evaluate'] {
    return this.#inScope().evaluate;
  }

  get render(): ExecutorRun<unknown>['render'] {
    return this.#inScope().render;
  }

  #inScope(): TaskExpressions {
    return (this.#expressions ??= taskExpressions(this.#ground.world, this.#of, this.task));
  }

  get signal(): AbortSignal {
    return this.#ground.signal;
  }

  /** The same for every attempt, so that whoever gets an effect twice can tell (semantics.md 8). */
  get idempotencyKey(): string {
    const { id, reconfigured } = this.task;
    return [this.instance, id, ...(reconfigured === undefined ? [] : [String(reconfigured)])].join('/');
  }

  get services(): ExecutorServices {
    return this.#ground.services;
  }
}

/** @throws ExecutorThrew when the executor failed. */
export async function attempt(work: Work, instance: Instance, ground: Ground): Promise<Outcome> {
  const { runtime, task, activity, executor } = work;
  try {
    const outcome = await executor.execute(new Attempt(work, instance, ground));
    const failure =
      lateFailure(activity, instance, task, runtime.clock.nowMs()) ?? outcomeFailure(ground.world.graph, task, outcome);
    if (failure) throw new ExecutorFailure(failure);
    return outcome;
  } catch (error) {
    throw new ExecutorThrew('an executor failed', { cause: error });
  }
}

/** What an instance is told of an attempt that succeeded. */
export function reportOf({ task, activity }: Work, outcome: Outcome): Report {
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

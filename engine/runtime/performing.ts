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
import type { Failure } from '../model/failure.ts';
import type { Instance } from '../model/instance.ts';
import type { Progress, Task } from '../model/task.ts';
import { StepTakenBack, type EngineReads, type ReadyTask } from '../ports/engineStore.ts';
import { GivenUp, type Flights } from './flights.ts';
import type { Runtime } from './runtime.ts';
import { secretsFor } from './secrets.ts';
import { inUnit, type Unit } from './unit.ts';
import { factReads, graphOf, worldFacts } from './worldFacts.ts';

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

/** What became of a ready task: it is worked on, waits for a place outside, or there was nothing to do (any more). */
export type Performed = 'worked' | 'waits' | 'nothing';

/**
 * Works on one ready task: starts it, or executes its next round. Its start is committed and told before it is
 * executed, so that watchers see it run while a long statement keeps this process busy.
 */
export async function performTask(runtime: Runtime, ready: ReadyTask, flights: Flights): Promise<Performed> {
  const prepared = await inUnit(runtime, (unit) => prepare(unit, ready, flights));
  if (prepared !== 'worked') return prepared;
  const instance = await runtime.store.instance(ready.instance);
  const task = instance?.tasks[ready.task];
  if (!instance || task?.status !== 'running') return 'nothing';
  const work = await workOn(runtime, instance, task);
  if (isOutside(work.activity)) flights.begin({ instance: instance.id, task: task.id }, beside(work, instance));
  else await executeInStep(work, instance);
  return 'worked';
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

function isOutside({ kind, config }: GraphActivity): boolean {
  const { behaviour } = kind;
  invariant(behaviour.does === 'work', `${kind.name} does no work`);
  return behaviour.performs(config) === 'outside';
}

/** Whether there is something to execute: the task may give way to a pause or a stop, wait, or not start. */
async function prepare(unit: Unit, ready: ReadyTask, flights: Flights): Promise<Performed> {
  const instance = await unit.tx.instance(ready.instance);
  const task = instance?.tasks[ready.task];
  if (!instance || !task) return 'nothing';
  if (task.status === 'running' && instance.status !== 'running') {
    await unit.advance(instance, { type: 'taskYielded', task: task.id });
    return 'nothing';
  }
  if (!flights.hasPlace && isOutside(await activityOf(unit.runtime, instance, task))) {
    await awaitPlace(unit, { instance, task }, flights);
    return 'waits';
  }
  if (task.status === 'running') return 'worked';
  const refusal = await unit.advance(instance, { type: 'startTask', task: task.id });
  return refusal ? 'nothing' : 'worked';
}

async function awaitPlace(
  unit: Unit,
  { instance, task }: { readonly instance: Instance; readonly task: Task },
  flights: Flights,
): Promise<void> {
  const isNews = flights.await(task.id);
  if (isNews && task.status === 'pending')
    await unit.advance(instance, { type: 'placeAwaited', task: task.id, places: flights.places });
}

async function executeInStep(work: Work, { id }: Instance): Promise<void> {
  const { runtime } = work;
  try {
    await inUnit(runtime, async (unit) => {
      const instance = await unit.tx.instance(id);
      invariant(instance, `the instance ${id} has gone`);
      await stepOf(unit, work, instance);
    });
  } catch (error) {
    const failed = failedReport(work, error);
    await inUnit(runtime, (unit) => unit.advanceById(id, failed));
  }
}

/** Executes a task in its step: its effect and its result are one transaction, exactly once (semantics.md 8). */
export async function stepOf(unit: Unit, work: Work, instance: Instance): Promise<void> {
  const { runtime, task } = work;
  const { signal } = new AbortController();
  const secrets = await secretsFor(unit.tx, instance.id, instance.inputs);
  const scope = { instance, task: task.id, nowMs: runtime.clock.nowMs(), ...secrets };
  const outcome = await attempt(work, instance, { reads: unit.tx, services: unit.tx.services(scope), signal });
  if (!(await unit.tx.isOpen())) throw new ExecutorThrew('', { cause: endedTransaction });
  await unit.advance(instance, reportOf(work, outcome));
}

const endedTransaction = new ExecutorFailure({
  cause: 'config',
  message: 'The script ended its own transaction.',
  hint: 'Take COMMIT and ROLLBACK out of it, or set "transaction" to false.',
});

/** At least once: beside the steps, statement by statement. Answers what its instance is to be told. */
const beside =
  (work: Work, instance: Instance) =>
  async (signal: AbortSignal): Promise<Input> => {
    const { runtime, task } = work;
    const { store, clock } = runtime;
    try {
      const secrets = await secretsFor(store, instance.id, instance.inputs);
      const scope = { instance, task: task.id, nowMs: clock.nowMs(), signal, ...secrets };
      const outcome = await store.outside(scope, (services) =>
        attempt(work, instance, { reads: store, services, signal }),
      );
      return reportOf(work, outcome);
    } catch (error) {
      const givenUp: unknown = signal.reason;
      // The worker ends: the next one executes it again.
      if (givenUp instanceof GivenUp && givenUp.why === 'the worker ends')
        return { type: 'workerLost', task: task.id, counts: false };
      return failedReport(work, error);
    }
  };

/** @throws what is no fault of the executor. */
function failedReport({ task }: Work, error: unknown): Input {
  const failure = failureOfExecutor(error);
  if (!failure) throw error;
  return { type: 'taskFailed', task: task.id, attempt: task.attempt, failure };
}

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
  readonly reads: EngineReads;
  readonly services: ExecutorServices;
  readonly signal: AbortSignal;
}

/** The same for every attempt, so that whoever gets an effect twice can tell (semantics.md 8). */
const idempotencyKey = ({ id }: Instance, task: Task): string =>
  [id, task.id, ...(task.reconfigured === undefined ? [] : [String(task.reconfigured)])].join('/');

async function attempt(work: Work, instance: Instance, { reads, services, signal }: Ground): Promise<Outcome> {
  const { runtime, task, activity, executor } = work;
  const graph = await graphOf(runtime, instance.workflow, instance.version);
  const secrets = await secretsFor(reads, instance.id, instance.inputs);
  const world: World = {
    ...(await worldFacts(runtime, factReads(reads, [graph]), instance.workflow)),
    graph,
    ...secrets,
  };
  const run: ExecutorRun<unknown> = {
    ...taskExpressions(world, instance, task),
    config: activity.config,
    task,
    instance: instance.id,
    workflow: instance.workflow,
    activity: task.activity,
    round: task.progress?.rounds ?? 0,
    signal,
    idempotencyKey: idempotencyKey(instance, task),
    services,
  };
  try {
    const outcome = await executor.execute(run);
    const failure =
      lateFailure(activity, instance, task, runtime.clock.nowMs()) ?? outcomeFailure(graph, task, outcome);
    if (failure) throw new ExecutorFailure(failure);
    return outcome;
  } catch (error) {
    throw new ExecutorThrew('an executor failed', { cause: error });
  }
}

function reportOf({ task, activity }: Work, outcome: Outcome): Input {
  const rows = outcome.roundRows ?? 0;
  if (!repeats(activity) || rows === 0) return { type: 'taskDone', task: task.id, attempt: task.attempt, outcome };
  return { type: 'roundEnded', task: task.id, progress: progressAfter(task, rows, outcome.total) };
}

const repeats = ({ kind: { behaviour }, config }: GraphActivity): boolean =>
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

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
import type { Runtime } from './runtime.ts';
import { factReads, graphOf, inUnit, worldFacts, type Unit } from './unit.ts';

/** Marks an error as the executor's own, so that a fault of the store is never blamed on the task. */
class ExecutorThrew extends Error {
  override readonly name = 'ExecutorThrew';
}

interface Work {
  readonly runtime: Runtime;
  readonly task: Task;
  readonly activity: GraphActivity;
  readonly executor: AnyExecutor;
}

/**
 * Works on one ready task: starts it, or executes its next round. Its start is committed and told before it is
 * executed, so that watchers see it run while a long statement keeps this process busy.
 */
export async function performTask(runtime: Runtime, ready: ReadyTask): Promise<void> {
  const refused = await inUnit(runtime, (unit) => prepare(unit, ready));
  if (refused) return;
  const instance = await runtime.store.instance(ready.instance);
  const task = instance?.tasks[ready.task];
  if (!instance || task?.status !== 'running') return;
  const { activities } = await graphOf(runtime, instance.workflow, instance.version);
  const activity = activities.get(task.activity);
  invariant(activity, `activity ${task.activity} left the definition`);
  const executor = runtime.executors.get(activity.kind.name);
  invariant(executor, `the kind ${activity.kind.name} has no executor`);
  await execute({ runtime, task, activity, executor }, instance);
}

/** True where there is nothing to execute: the task gave way to a pause or a stop, or may not start. */
async function prepare(unit: Unit, ready: ReadyTask): Promise<boolean> {
  const instance = await unit.tx.instance(ready.instance);
  const task = instance?.tasks[ready.task];
  if (!instance || !task) return true;
  if (task.status !== 'running')
    return (await unit.advance(instance, { type: 'startTask', task: task.id })) !== undefined;
  if (instance.status === 'running') return false;
  await unit.advance(instance, { type: 'taskYielded', task: task.id });
  return true;
}

async function execute(work: Work, instance: Instance): Promise<void> {
  const { behaviour } = work.activity.kind;
  invariant(behaviour.does === 'work', `${work.activity.kind.name} does no work`);
  const { id: task, attempt } = work.task;
  try {
    if (behaviour.performs(work.activity.config) === 'transaction') await executeInStep(work, instance);
    else await executeOutside(work, instance);
  } catch (error) {
    if (!(error instanceof ExecutorThrew)) throw error;
    if (error.cause instanceof StepTakenBack) throw error.cause;
    const failure = failureOf(error.cause);
    await inUnit(work.runtime, (unit) => unit.advanceById(instance.id, { type: 'taskFailed', task, attempt, failure }));
  }
}

/** Its effect and its result are one transaction: exactly once (semantics.md 8). */
async function executeInStep(work: Work, { id }: Instance): Promise<void> {
  await inUnit(work.runtime, async (unit) => {
    const instance = await unit.tx.instance(id);
    invariant(instance, `the instance ${id} has gone`);
    const scope = { instance, task: work.task.id, nowMs: work.runtime.clock.nowMs() };
    const outcome = await attempt(work, instance, unit.tx, unit.tx.services(scope));
    if (!(await unit.tx.isOpen())) throw new ExecutorThrew('', { cause: endedTransaction });
    await unit.advance(instance, reportOf(work, outcome));
  });
}

const endedTransaction = new ExecutorFailure({
  cause: 'config',
  message: 'The script ended its own transaction.',
  hint: 'Take COMMIT and ROLLBACK out of it, or set "transaction" to false.',
});

/** At least once: on its own connection, statement by statement. */
async function executeOutside(work: Work, instance: Instance): Promise<void> {
  const { runtime, task } = work;
  const services = runtime.store.outsideServices({ instance, task: task.id, nowMs: runtime.clock.nowMs() });
  const outcome = await attempt(work, instance, runtime.store, services);
  await inUnit(runtime, (unit) => unit.advanceById(instance.id, reportOf(work, outcome)));
}

async function attempt(
  work: Work,
  instance: Instance,
  reads: EngineReads,
  services: ExecutorServices,
): Promise<Outcome> {
  const { runtime, task, activity, executor } = work;
  const graph = await graphOf(runtime, instance.workflow, instance.version);
  const world: World = { ...(await worldFacts(runtime, factReads(reads, [graph]), instance.workflow)), graph };
  const run: ExecutorRun<unknown> = {
    ...taskExpressions(world, instance, task),
    config: activity.config,
    task,
    instance: instance.id,
    workflow: instance.workflow,
    activity: task.activity,
    round: task.progress?.rounds ?? 0,
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

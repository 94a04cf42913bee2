import type { Input } from '../core/input.ts';
import type { GraphActivity } from '../graph/compiledGraph.ts';
import { invariant } from '../invariant.ts';
import type { Instance } from '../model/instance.ts';
import type { Task } from '../model/task.ts';
import type { ReadyTask } from '../ports/engineStore.ts';
import { activityOf, attempt, attemptIn, failureOfExecutor, reportOf, workOn, type Work } from './attempts.ts';
import { GivenUp, type Flights } from './flights.ts';
import type { Runtime } from './runtime.ts';
import { inUnit, type Unit } from './unit.ts';
import { worldOf } from './worldFacts.ts';

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
async function stepOf(unit: Unit, work: Work, instance: Instance): Promise<void> {
  const world = await worldOf(unit.runtime, unit.tx, instance);
  const report = await attemptIn(unit, work, instance, world);
  await unit.advance(instance, report);
}

/** At least once: beside the steps, statement by statement. Answers what its instance is to be told. */
const beside =
  (work: Work, instance: Instance) =>
  async (signal: AbortSignal): Promise<Input> => {
    const { runtime, task } = work;
    const { store } = runtime;
    try {
      const world = await worldOf(runtime, store, instance);
      const { nowMs, secrets } = world;
      const scope = { instance, task: task.id, nowMs, signal, ...(secrets && { secrets }) };
      const outcome = await store.outside(scope, (services) => attempt(work, instance, { world, services, signal }));
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

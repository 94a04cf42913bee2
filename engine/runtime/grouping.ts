import { advance, following } from '../core/advance.ts';
import { invariant } from '../invariant.ts';
import type { EngineReads, ReadyTask } from '../ports/engineStore.ts';
import { activityOf, attemptIn, failureOfExecutor, workOn } from './attempts.ts';
import { failIn } from './faults.ts';
import { isProgramFault } from './programFault.ts';
import type { Runtime } from './runtime.ts';
import type { Shop } from './together.ts';
import { inUnit, type Unit } from './unit.ts';
import { worldOf } from './worldFacts.ts';

/** How many steps share a commit at most: what was asked meanwhile waits no longer than they take. */
export const stepsAtMost = 50;

/** Whether a task waits for its start and its work is brief: without SQL of a definition, and nobody needs to see it run. */
export async function isBrief(
  runtime: Runtime,
  reads: Pick<EngineReads, 'instance'>,
  ready: ReadyTask,
): Promise<boolean> {
  try {
    const instance = await reads.instance(ready.instance);
    const task = instance?.tasks[ready.task];
    if (instance?.status !== 'running' || task?.status !== 'pending') return false;
    const { behaviour } = (await activityOf(runtime, instance, task)).kind;
    return behaviour.does === 'work' && behaviour.brief === true;
  } catch (error) {
    if (!isProgramFault(error)) throw error;
    // Alone it takes its course, and takes no other back.
    return false;
  }
}

/**
 * Performs the brief ones of the ready tasks, and what becomes ready in their instances by that, in one transaction: all
 * of it is there after a crash, or nothing. A task that fails is taken back alone, and takes its course.
 */
export async function performGroup(shop: Shop, ready: readonly ReadyTask[]): Promise<void> {
  await inUnit(shop.runtime, async (unit) => {
    const agenda = [...ready];
    let steps = 0;
    for (let next = agenda.shift(); next && steps < stepsAtMost; next = agenda.shift()) {
      if (!(await isBrief(shop.runtime, unit.tx, next))) continue;
      steps += 1;
      agenda.unshift(...(await performBrief(shop, unit, next)));
    }
  });
}

/** Answers what may be performed next in its instance. */
async function performBrief(shop: Shop, unit: Unit, ready: ReadyTask): Promise<readonly ReadyTask[]> {
  try {
    return await unit.part(async (part) => {
      await startAndEnd(part, ready);
      return part.queued;
    });
  } catch (error) {
    const failure = failureOfExecutor(error);
    if (failure) {
      return unit.part(async (part) => {
        await part.advanceById(ready.instance, { type: 'startTask', task: ready.task });
        const attempt = (await part.tx.instance(ready.instance))?.tasks[ready.task]?.attempt ?? 0;
        await part.advanceById(ready.instance, { type: 'taskFailed', task: ready.task, attempt, failure });
        return part.queued;
      });
    }
    if (!isProgramFault(error)) throw error;
    shop.onFault(error);
    await unit.part((part) => failIn(part, ready.instance, error));
    return [];
  }
}

/** Its start and its end are one step: both are in the history. */
async function startAndEnd(unit: Unit, ready: ReadyTask): Promise<void> {
  const { runtime, tx } = unit;
  const instance = await tx.instance(ready.instance);
  if (!instance) return;
  const world = await worldOf(runtime, tx, instance);
  const started = advance(world, instance, { type: 'startTask', task: ready.task });
  if (started.status === 'rejected') return;
  const task = started.instance.tasks[ready.task];
  invariant(task, `the task ${ready.task} has been started`);
  const report = await attemptIn(unit, await workOn(runtime, started.instance, task), started.instance, world);
  const ended = advance({ ...world, nowMs: runtime.clock.nowMs() }, started.instance, report);
  await unit.keep(instance, ended.status === 'rejected' ? started : following(started, ended));
}

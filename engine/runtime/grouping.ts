import { advance, following } from '../core/advance.ts';
import type { GraphActivity } from '../graph/compiledGraph.ts';
import { invariant } from '../invariant.ts';
import type { Instance } from '../model/instance.ts';
import type { EngineReads, ReadyTask } from '../ports/engineStore.ts';
import { activityOf, attemptIn, failureOfExecutor, isBriefByNature, repeats, workOn } from './attempts.ts';
import { failIn } from './faults.ts';
import { isProgramFault } from './programFault.ts';
import type { Runtime } from './runtime.ts';
import type { Shop } from './together.ts';
import { inUnit, type Unit } from './unit.ts';
import { worldOf } from './worldFacts.ts';

/** How many steps share a commit at most: what was asked meanwhile waits no longer than they take. */
export const stepsAtMost = 50;

/** After how long a group takes no other in: what it has done is to be committed and told. */
const groupMs = 20;

/** Whether a task waits for its start and its work is brief, by nature or as it turned out: nobody needs to see it run. */
export async function isBrief(
  runtime: Runtime,
  reads: Pick<EngineReads, 'instance'>,
  ready: ReadyTask,
): Promise<boolean> {
  try {
    const instance = await reads.instance(ready.instance);
    const task = instance?.tasks[ready.task];
    if (instance?.status !== 'running' || task?.status !== 'pending') return false;
    const activity = await activityOf(runtime, instance, task);
    return isBriefByNature(activity) || turnedOutBrief(runtime, instance, activity);
  } catch (error) {
    if (!isProgramFault(error)) throw error;
    // Alone it takes its course, and takes no other back.
    return false;
  }
}

/** SQL of a definition that took no time when it was last executed, unless it goes on round by round. */
function turnedOutBrief({ briefness }: Runtime, { workflow, version }: Instance, activity: GraphActivity): boolean {
  const { behaviour } = activity.kind;
  if (behaviour.does !== 'work' || behaviour.performs(activity.config) !== 'transaction') return false;
  return !repeats(activity) && briefness?.has({ workflow, version, activity: activity.id }) === true;
}

/**
 * Performs the brief ones of the ready tasks, and what becomes ready in their instances by that, in one transaction: all
 * of it is there after a crash, or nothing. A task that fails is taken back alone, and takes its course.
 */
export async function performGroup(shop: Shop, ready: readonly ReadyTask[]): Promise<void> {
  const { clock } = shop.runtime;
  await inUnit(shop.runtime, async (unit) => {
    const agenda = [...ready];
    const begunMs = clock.nowMs();
    let steps = 0;
    for (let next = agenda.shift(); next && steps < stepsAtMost; next = agenda.shift()) {
      if (clock.nowMs() - begunMs > groupMs) return;
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

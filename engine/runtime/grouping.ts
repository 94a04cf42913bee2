import { advance, advanceFurther } from '../core/advance.ts';
import type { CompiledGraph, GraphActivity } from '../graph/compiledGraph.ts';
import { invariant } from '../invariant.ts';
import type { TaskId } from '../model/ids.ts';
import type { Instance } from '../model/instance.ts';
import type { EngineReads, ReadyTask } from '../ports/engineStore.ts';
import { activityIn, attemptIn, failureOfExecutor, isBriefByNature, repeats, workOf } from './attempts.ts';
import { failIn } from './faults.ts';
import { isProgramFault } from './programFault.ts';
import type { Runtime } from './runtime.ts';
import type { Shop } from './together.ts';
import { inUnit, type Unit } from './unit.ts';
import { graphOf, worldOf } from './worldFacts.ts';

/** How many steps share a commit at most: what was asked meanwhile waits no longer than they take. */
export const stepsAtMost = 50;

/** After how long a group takes no other in: what it has done is to be committed and told. */
const groupMs = 20;

/** A task that waits for its start and is brief, with what it is performed by. */
export interface BriefTask {
  readonly instance: Instance;
  readonly task: TaskId;
  readonly graph: CompiledGraph;
  readonly activity: GraphActivity;
}

/**
 * The task, where it waits for its start and its work is brief, by nature or as it turned out: nobody needs to see it run.
 * Of anything else undefined.
 */
export async function briefTask(
  runtime: Runtime,
  reads: Pick<EngineReads, 'instance'>,
  ready: ReadyTask,
): Promise<BriefTask | undefined> {
  try {
    const instance = await reads.instance(ready.instance);
    const task = instance?.tasks[ready.task];
    if (instance?.status !== 'running' || task?.status !== 'pending') return undefined;
    const graph = await graphOf(runtime, instance.workflow, instance.version);
    const activity = activityIn(graph, task);
    const isBrief = isBriefByNature(activity) || turnedOutBrief(runtime, instance, activity);
    return isBrief ? { instance, task: task.id, graph, activity } : undefined;
  } catch (error) {
    if (!isProgramFault(error)) throw error;
    // Alone it takes its course, and takes no other back.
    return undefined;
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
      const brief = await briefTask(shop.runtime, unit.tx, next);
      if (!brief) continue;
      steps += 1;
      agenda.unshift(...(await performBrief(shop, unit, brief)));
    }
  });
}

/** Answers what may be performed next in its instance. */
async function performBrief(shop: Shop, unit: Unit, brief: BriefTask): Promise<readonly ReadyTask[]> {
  const { task, instance } = brief;
  try {
    return await unit.part(async (part) => {
      await startAndEnd(part, brief);
      return part.queued;
    });
  } catch (error) {
    const failure = failureOfExecutor(error);
    if (failure) {
      return unit.part(async (part) => {
        await part.advanceById(instance.id, { type: 'startTask', task });
        const attempt = (await part.tx.instance(instance.id))?.tasks[task]?.attempt ?? 0;
        await part.advanceById(instance.id, { type: 'taskFailed', task, attempt, failure });
        return part.queued;
      });
    }
    if (!isProgramFault(error)) throw error;
    shop.onFault(error, { instance: instance.id, task });
    await unit.part((part) => failIn(part, instance.id, error));
    return [];
  }
}

/** Its start and its end are one step: both are in the history. */
async function startAndEnd(unit: Unit, { instance, task: id, graph, activity }: BriefTask): Promise<void> {
  const { runtime, tx } = unit;
  const world = await worldOf(runtime, tx, instance, { known: graph });
  const started = advance(world, instance, { type: 'startTask', task: id });
  if (started.status === 'rejected') return;
  const task = started.instance.tasks[id];
  invariant(task, `the task ${id} has been started`);
  const report = await attemptIn(unit, workOf(runtime, activity, task), started.instance, world);
  const nowMs = runtime.clock.nowMs();
  const ended = advanceFurther(nowMs === world.nowMs ? world : { ...world, nowMs }, started, report);
  await unit.keep(instance, ended.status === 'rejected' ? started : ended);
}

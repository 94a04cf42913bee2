import type { CompiledGraph } from '../graph/compiledGraph.ts';
import type { Event } from '../model/event.ts';
import type { TaskId } from '../model/ids.ts';
import type { Task } from '../model/task.ts';
import type { Step } from './step.ts';

/**
 * Why an instance cannot go on in the newer version: a live task's activity is missing or of another kind, or an
 * unconsumed event's transition has gone (semantics.md 8). Empty when it can.
 */
export function migrationProblems(step: Step): string[] {
  const newer = step.world.newerGraph;
  if (!newer) return ['That version does not exist.'];
  const tasks = step.liveTasks().flatMap((task) => taskProblem(step, newer, task));
  const events = Object.values(step.draft.events).flatMap((event) => eventProblem(step, newer, event));
  return [...tasks, ...events];
}

/** Live tasks that were executed before, and whose configuration is another one in the newer version. */
export function reconfiguredTasks(step: Step): TaskId[] {
  const { newerGraph } = step.world;
  const configOf = (graph: CompiledGraph | undefined, { activity }: Task): string =>
    JSON.stringify(graph?.activities.get(activity)?.config);
  const changed = step
    .liveTasks()
    .filter((task) => task.attempt > 0 && configOf(step.world.graph, task) !== configOf(newerGraph, task));
  return changed.map(({ id }) => id);
}

function taskProblem(step: Step, newer: CompiledGraph, task: Task): string[] {
  const there = newer.activities.get(task.activity);
  if (!there) return [`The activity "${task.activity}" of the live task ${task.id} does not exist there.`];
  const kind = step.activity(task.activity).kind.name;
  return there.kind.name === kind
    ? []
    : [`The activity "${task.activity}" is "${there.kind.name}" there, not "${kind}".`];
}

function eventProblem(step: Step, newer: CompiledGraph, event: Event): string[] {
  const transition = newer.outbound(event.from, event.outlet).some(({ to }) => to === event.to);
  const target = newer.activities.get(event.to);
  const sameKind = target?.kind.name === step.activity(event.to).kind.name && newer.inbound(event.to).length > 0;
  return transition || sameKind ? [] : [`The event ${event.id} waits at "${event.to}", which does not fit there.`];
}

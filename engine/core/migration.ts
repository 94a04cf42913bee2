import type { CompiledGraph } from '../graph/compiledGraph.ts';
import type { Definition } from '../model/definition.ts';
import type { Event } from '../model/event.ts';
import { defaultOutlet, type ActivityId, type TaskId } from '../model/ids.ts';
import type { Instance } from '../model/instance.ts';
import type { Task } from '../model/task.ts';
import type { Step } from './step.ts';

/**
 * Why an instance cannot go on in a newer version: a live task's activity is missing or of another kind, or an
 * unconsumed event's transition has gone (semantics.md 8). Empty when it can.
 */
export function migrationProblems(
  { tasks, events }: Pick<Instance, 'tasks' | 'events'>,
  present: Definition,
  newer: Definition,
): string[] {
  return [
    ...Object.values(tasks).flatMap((task) => taskProblem(task, present, newer)),
    ...Object.values(events).flatMap((event) => eventProblem(event, present, newer)),
  ];
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

/** An activity may be called like a member of every object. */
const kindIn = ({ activities }: Definition, id: ActivityId): string | undefined =>
  Object.hasOwn(activities, id) ? activities[id]?.type : undefined;

function taskProblem({ id, activity }: Task, present: Definition, newer: Definition): string[] {
  const [kind, there] = [kindIn(present, activity), kindIn(newer, activity)];
  if (there === undefined) return [`The activity "${activity}" of the live task ${id} does not exist there.`];
  return there === kind ? [] : [`The activity "${activity}" is "${there}" there, not "${kind}".`];
}

function eventProblem({ id, from, outlet, to }: Event, present: Definition, newer: Definition): string[] {
  const inbound = newer.transitions.filter((transition) => transition.to === to);
  const isSame = inbound.some(
    (transition) => transition.from === from && (transition.outlet ?? defaultOutlet) === outlet,
  );
  const isEntered = inbound.length > 0 && kindIn(newer, to) === kindIn(present, to);
  return isSame || isEntered ? [] : [`The event ${id} waits at "${to}", which does not fit there.`];
}

import type { CompiledGraph } from '../graph/compiledGraph.ts';
import type { TaskId } from '../model/ids.ts';
import type { Instance } from '../model/instance.ts';
import type { Task } from '../model/task.ts';

/** Whose turn it is in each mutex group. */
export type Turns = ReadonlyMap<string, TaskId>;

const noTurns: Turns = new Map();
const groupUse = new WeakMap<CompiledGraph, boolean>();

/** Most definitions have no group: their steps shall not pay for them. */
function usesGroups(graph: CompiledGraph): boolean {
  const known = groupUse.get(graph);
  if (known !== undefined) return known;
  const uses = [...graph.activities.values()].some(({ common }) => common.mutexGroup !== undefined);
  groupUse.set(graph, uses);
  return uses;
}

const isUnderWay = ({ status }: Task): boolean => status === 'running' || status === 'waiting' || status === 'retrying';

/** The turn is the task's that is under way, else the oldest one's that may start; a paused instance has none. */
export function turnsOf(graph: CompiledGraph, instance: Instance): Turns {
  if (instance.status !== 'running' || !usesGroups(graph)) return noTurns;
  const turns = new Map<string, TaskId>();
  const tasks = Object.values(instance.tasks);
  for (const task of [...tasks.filter(isUnderWay), ...tasks.filter(({ status }) => status === 'pending')]) {
    const group = graph.activities.get(task.activity)?.common.mutexGroup;
    if (group !== undefined && !turns.has(group)) turns.set(group, task.id);
  }
  return turns;
}

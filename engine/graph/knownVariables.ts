import type { ActivityId } from '../model/ids.ts';
import type { DraftActivity, DraftGraph } from './draftGraph.ts';
import { reachableFrom } from './links.ts';

/** The names that may stand in `vars`; `any` where they depend on data. */
export interface KnownVariables {
  readonly names: ReadonlySet<string>;
  readonly any: boolean;
}

/** What an activity puts on its events: what its kind sets, and `error` where its failure is caught. */
export function setBy(graph: DraftGraph, { id, kind, config }: DraftActivity): readonly string[] {
  if (!kind || !config) return ['*'];
  const catches = graph.outbound(id).some(({ outlet }) => outlet === 'error');
  return [...(kind.sets?.(config.value) ?? []), ...(catches ? ['error'] : [])];
}

/** The activities that have a path to an activity; itself only where it lies on a cycle. */
export function ancestorsOf(graph: DraftGraph, id: ActivityId): ReadonlySet<ActivityId> {
  return reachableFrom(graph.predecessors(id), graph.predecessors);
}

/** What `vars` can hold at an activity: what some path to it sets. */
export function variablesAt(graph: DraftGraph, id: ActivityId): KnownVariables {
  const names = [...ancestorsOf(graph, id)].flatMap((ancestor) => {
    const activity = graph.activities.get(ancestor);
    return activity ? setBy(graph, activity) : ['*'];
  });
  return { names: new Set(names), any: names.includes('*') };
}

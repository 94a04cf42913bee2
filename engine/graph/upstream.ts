import type { ActivityId } from '../model/ids.ts';
import type { DraftActivity, DraftGraph } from './draftGraph.ts';
import { componentsOf } from './links.ts';

/** What stands before each activity, found in one walk along the arrows for all of them. */
export interface Upstream {
  /** The names that some path to an activity sets; `*` where they depend on data. */
  readonly names: (id: ActivityId) => ReadonlySet<string>;
  /** The activities in groups, those on common cycles together; what a group leads to comes before it. */
  readonly groups: readonly (readonly ActivityId[])[];
  /** The place of an activity's group among `groups`. */
  readonly groupOf: (id: ActivityId) => number;
}

const none: ReadonlySet<string> = new Set();

/** What an activity puts on its events: what its kind sets, and `error` where its failure is caught. */
export function setBy(graph: DraftGraph, { id, kind, config }: DraftActivity): readonly string[] {
  if (!kind || !config) return ['*'];
  const catches = graph.outbound(id).some(({ outlet }) => outlet === 'error');
  return [...(kind.sets?.(config.value) ?? []), ...(catches ? ['error'] : [])];
}

/** Sets are shared where nothing is added: most activities know what the one before them knows. */
function union(sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  const [largest = none, ...others] = sets.toSorted((one, other) => other.size - one.size);
  const added = others.flatMap((set) => (set === largest ? [] : [...set].filter((name) => !largest.has(name))));
  return added.length === 0 ? largest : new Set([...largest, ...added]);
}

/**
 * The groups by how long the longest way on from them is: what a walk back from a join meets first are then the ends of
 * all its branches, not one of them to its very beginning.
 */
function groupsOf(graph: DraftGraph): readonly (readonly ActivityId[])[] {
  const ways = new Map<ActivityId, number>();
  const groups = componentsOf(graph.activities.keys(), graph.successors);
  for (const group of groups) {
    const onward = group.flatMap(graph.successors).map((id) => ways.get(id) ?? 0);
    const way = 1 + onward.reduce((one, other) => Math.max(one, other), 0);
    for (const id of group) ways.set(id, way);
  }
  return groups.toSorted(([one], [other]) => (one && other ? (ways.get(one) ?? 0) - (ways.get(other) ?? 0) : 0));
}

function walk(graph: DraftGraph): Upstream {
  const groups = groupsOf(graph);
  const places = new Map<ActivityId, number>();
  const before = new Map<ActivityId, ReadonlySet<string>>();
  const after = new Map<ActivityId, ReadonlySet<string>>();
  for (const [index, group] of [...groups.entries()].reverse()) {
    for (const id of group) places.set(id, index);
    const led = new Set(group.flatMap(graph.predecessors));
    const incoming = union([...led].flatMap((id) => after.get(id) ?? []));
    const own = group.flatMap((id) => {
      const activity = graph.activities.get(id);
      return activity ? setBy(graph, activity) : [];
    });
    const outgoing = union([incoming, new Set(own)]);
    const isCycle = group.some((id) => led.has(id));
    for (const id of group) {
      before.set(id, isCycle ? outgoing : incoming);
      after.set(id, outgoing);
    }
  }
  return { names: (id) => before.get(id) ?? none, groups, groupOf: (id) => places.get(id) ?? 0 };
}

const walked = new WeakMap<DraftGraph, Upstream>();

/** Remembered by graph: each rule that looks back asks the same. */
export function upstreamOf(graph: DraftGraph): Upstream {
  const known = walked.get(graph) ?? walk(graph);
  walked.set(graph, known);
  return known;
}

import type { ActivityId } from '../model/ids.ts';
import type { Problem } from '../model/problem.ts';
import type { DraftActivity, DraftGraph } from './draftGraph.ts';
import { pointerTo } from './pointer.ts';
import { setBy, upstreamOf } from './upstream.ts';

/** Branches, a bit each: those that lead on from an activity to the join in question. */
type Branches = bigint;

/** The groups of activities behind a join that are still to be looked at, the latest first. */
class Frontier {
  readonly #all: Branches;
  readonly #branches = new Map<number, Branches>();
  readonly #waiting: number[] = [];
  #partial = 0;

  constructor(all: Branches) {
    this.#all = all;
  }

  /** Where all that waits stands on all branches, so does all behind it, and nothing more can differ. */
  get isCommon(): boolean {
    return this.#partial === 0;
  }

  add(group: number, branches: Branches): void {
    const known = this.#branches.get(group);
    const joined = (known ?? 0n) | branches;
    if (joined === known) return;
    this.#branches.set(group, joined);
    if (known === undefined) {
      this.#waiting.splice(this.#waiting.findLastIndex((other) => other > group) + 1, 0, group);
      this.#partial += 1;
    }
    if (joined === this.#all) this.#partial -= 1;
  }

  take(): { readonly group: number; readonly branches: Branches } | undefined {
    const group = this.#waiting.pop();
    if (group === undefined) return undefined;
    const branches = this.#branches.get(group) ?? 0n;
    if (branches !== this.#all) this.#partial -= 1;
    return { group, branches };
  }
}

/** Names that more than one branch may bring: only those are worth a walk. */
function brought(graph: DraftGraph, from: readonly ActivityId[]): Set<string> {
  const once = new Set<string>();
  const again = new Set<string>();
  for (const id of from) {
    const activity = graph.activities.get(id);
    for (const name of new Set([...upstreamOf(graph).names(id), ...(activity ? setBy(graph, activity) : [])]))
      (once.has(name) ? again : once).add(name);
  }
  again.delete('*');
  return again;
}

const neitherHolds = (one: Branches, other: Branches): boolean => (one & other) !== one && (one & other) !== other;

/** The groups behind a join that do not stand on all of its branches, back to where these have all met. */
function* apart(graph: DraftGraph, from: readonly ActivityId[]) {
  const { groups, groupOf } = upstreamOf(graph);
  const frontier = new Frontier((1n << BigInt(from.length)) - 1n);
  for (const [index, id] of from.entries()) frontier.add(groupOf(id), 1n << BigInt(index));
  while (!frontier.isCommon) {
    const next = frontier.take();
    if (!next) return;
    const ids = groups[next.group] ?? [];
    yield { ids, branches: next.branches };
    for (const before of ids.flatMap(graph.predecessors))
      if (groupOf(before) !== next.group) frontier.add(groupOf(before), next.branches);
  }
}

/** The names that one branch sets where another does not pass, and the other way round. */
function clashesOf(graph: DraftGraph, from: readonly ActivityId[], open: Set<string>): ReadonlySet<string> {
  const clashes = new Set<string>();
  const setOn = new Map<string, Branches[]>();
  if (open.size === 0) return clashes;
  for (const { ids, branches } of apart(graph, from)) {
    const activities = ids.flatMap((id) => graph.activities.get(id) ?? []);
    for (const name of activities.flatMap((activity) => setBy(graph, activity))) {
      const known = setOn.get(name) ?? [];
      if (!known.includes(branches)) setOn.set(name, [...known, branches]);
      if (open.has(name) && known.some((other) => neitherHolds(branches, other))) clashes.add(name);
    }
    if (clashes.size === open.size) break;
  }
  return clashes;
}

function clashesAt(graph: DraftGraph, { id, kind, config }: DraftActivity): Problem[] {
  const from = graph.predecessors(id);
  const open = brought(graph, from);
  // What the activity sets itself replaces what came in.
  for (const name of (config && kind?.sets?.(config.value)) ?? []) open.delete(name);
  const clashes = clashesOf(graph, from, open);
  if (clashes.size === 0) return [];
  const names = [...clashes].map((name) => `vars.${name}`).join(', ');
  return [
    {
      code: 'variables-clash',
      level: 'warning',
      pointer: pointerTo('activities', id),
      activity: id,
      message: `several branches that meet in "${id}" set ${names}`,
      hint: 'The transition listed last wins: use it before they meet, or rely on the order.',
    },
  ];
}

/** Where the first branch goes on alone, none meets another. */
const isFirstAlone = ({ kind, config }: DraftActivity): boolean =>
  config !== undefined && kind?.quorum?.(config.value)?.atLeast === 1;

/** Where branches meet that set the same variables. */
export function clashProblems(graph: DraftGraph): readonly Problem[] {
  return [...graph.activities.values()]
    .filter((activity) => activity.kind?.gathers && !isFirstAlone(activity))
    .flatMap((activity) => clashesAt(graph, activity));
}

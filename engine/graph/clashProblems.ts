import type { ActivityId } from '../model/ids.ts';
import type { Problem } from '../model/problem.ts';
import type { DraftActivity, DraftGraph } from './draftGraph.ts';
import { ancestorsOf, setBy } from './knownVariables.ts';
import { pointerTo } from './pointer.ts';
import type { SalvagedTransition } from './salvage.ts';

interface Branch {
  readonly from: ActivityId;
  readonly activities: ReadonlySet<ActivityId>;
}

function branchOf(graph: DraftGraph, { from }: SalvagedTransition): Branch {
  return { from, activities: new Set([from, ...ancestorsOf(graph, from)]) };
}

/** The names that a branch sets beyond what it has in common with the other. */
function ownNames(graph: DraftGraph, branch: Branch, other: Branch): ReadonlySet<string> {
  const own = [...branch.activities].filter((id) => !other.activities.has(id));
  const names = own.flatMap((id) => {
    const activity = graph.activities.get(id);
    return activity ? setBy(graph, activity) : [];
  });
  return new Set(names.filter((name) => name !== '*'));
}

function clashesAt(graph: DraftGraph, { id, kind, config }: DraftActivity): Problem[] {
  const replaced = new Set(config && kind?.sets?.(config.value));
  const branches = graph.inbound(id).map((transition) => branchOf(graph, transition));
  const clashes = new Set<string>();
  for (const [index, one] of branches.entries()) {
    for (const other of branches.slice(index + 1)) {
      const others = ownNames(graph, other, one);
      for (const name of ownNames(graph, one, other)) if (others.has(name) && !replaced.has(name)) clashes.add(name);
    }
  }
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

/** Where branches meet that set the same variables. */
export function clashProblems(graph: DraftGraph): readonly Problem[] {
  return [...graph.activities.values()]
    .filter(({ kind }) => kind?.gathers)
    .flatMap((activity) => clashesAt(graph, activity));
}

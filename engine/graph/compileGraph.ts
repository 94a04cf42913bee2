import type { Kinds } from '../activity/kind.ts';
import { invariant } from '../invariant.ts';
import type { Definition } from '../model/definition.ts';
import { activityIdSchema, defaultOutlet } from '../model/ids.ts';
import type { ActivityId, Outlet } from '../model/ids.ts';
import type { CompiledGraph, GraphActivity, GraphTransition } from './compiledGraph.ts';
import { cyclesOf, reachableFrom } from './links.ts';
import { kindFieldsOf } from './splitActivity.ts';

type CanReach = CompiledGraph['canReach'];
const rememberedMax = 2_000;
const none: readonly never[] = [];

function activitiesOf(definition: Definition, kinds: Kinds): ReadonlyMap<ActivityId, GraphActivity> {
  return new Map(
    Object.entries(definition.activities).map(([key, common]) => {
      const id = activityIdSchema.parse(key);
      const kind = kinds.get(common.type);
      invariant(kind, `the kind "${common.type}" of "${id}" was known when the version was made`);
      const config: unknown = kind.schema.parse(kindFieldsOf(common));
      return [id, { id, kind, config, common }];
    }),
  );
}

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): ReadonlyMap<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

/**
 * Remembers who reaches an activity: joins ask the same again after every step. The walk goes against the arrows, so
 * that one answer serves every live task.
 */
function reachability(predecessors: (id: ActivityId) => readonly ActivityId[]): CanReach {
  const known = new Map<string, ReadonlySet<ActivityId>>();
  return (from, to, avoiding, disabled) => {
    if (from === to) return true;
    // Disabled or avoided itself, the target passes nothing on.
    if (to === avoiding || disabled.has(to)) return false;
    const key = [to, avoiding, ...[...disabled].sort()].join(' ');
    const reaching = known.get(key) ?? reachingOf(to, predecessors, (id) => id === avoiding || disabled.has(id));
    if (known.size >= rememberedMax) known.clear();
    known.set(key, reaching);
    return reaching.has(from);
  };
}

/** Who has a path to `to` whose inner activities are open; the first one need not be: what lives there still goes on. */
function reachingOf(
  to: ActivityId,
  predecessors: (id: ActivityId) => readonly ActivityId[],
  closed: (id: ActivityId) => boolean,
): ReadonlySet<ActivityId> {
  return reachableFrom([to], (id) => (closed(id) ? none : predecessors(id)));
}

/**
 * Indexes a definition for the interpreter. It was validated when its version was made.
 * @throws InvariantBroken, or what the kind's schema throws, where it was not.
 */
export function compileGraph(definition: Definition, kinds: Kinds): CompiledGraph {
  const activities = activitiesOf(definition, kinds);
  const transitions = definition.transitions.map((transition, index): GraphTransition => ({
    ...transition,
    outlet: transition.outlet ?? defaultOutlet,
    index,
  }));
  const inbound = groupBy(transitions, ({ to }) => to);
  const outbound = groupBy(transitions, ({ from }) => from);
  const byOutlet = new Map([...outbound].map(([from, leaving]) => [from, groupBy(leaving, ({ outlet }) => outlet)]));
  const connected = new Map<ActivityId, readonly Outlet[]>(
    [...byOutlet].map(([from, outlets]) => [from, [...outlets.keys()]]),
  );
  const successors = (id: ActivityId): readonly ActivityId[] => outbound.get(id)?.map(({ to }) => to) ?? none;
  const onCycle = new Set(cyclesOf(activities.keys(), successors).flat());
  return {
    definition,
    activities,
    entries: [...activities.values()]
      .filter(({ id, kind }) => kind.inbound !== 'required' && !inbound.has(id))
      .map(({ id }) => id),
    inbound: (id) => inbound.get(id) ?? none,
    outbound: (id, outlet) => byOutlet.get(id)?.get(outlet) ?? none,
    connected: (id) => connected.get(id) ?? none,
    isOnCycle: (id) => onCycle.has(id),
    canReach: reachability((id) => inbound.get(id)?.map(({ from }) => from) ?? none),
  };
}

import type { ActivityId } from '../model/ids.ts';
import type { Problem } from '../model/problem.ts';
import type { DraftActivity, DraftGraph } from './draftGraph.ts';
import { cyclesOf, reachableFrom } from './links.ts';
import { pointerTo } from './pointer.ts';

/** An activity where an instance can begin; one of a kind that nobody knows may well be one. */
function isEntry(graph: DraftGraph, { id, kind }: DraftActivity): boolean {
  return kind?.inbound === 'never' || (kind?.inbound !== 'required' && graph.inbound(id).length === 0);
}

function triggers({ kind, config, id }: DraftActivity): boolean {
  return kind !== undefined && config !== undefined && kind.trigger?.(config.value, id) !== undefined;
}

const at = (id: ActivityId) => ({ pointer: pointerTo('activities', id), activity: id });

function noEntry(graph: DraftGraph): Problem {
  const message =
    graph.written.size === 0 ? 'there is no activity' : 'there is no activity where an instance could begin';
  return {
    code: 'entry-missing',
    level: 'error',
    pointer: '/activities',
    message,
    hint: 'Add a start, a scheduler or a signal.',
  };
}

function unreachable(activity: DraftActivity): Problem {
  const { id, kind } = activity;
  if (kind?.gathers) {
    const message = `"${id}" can never fire: no entry leads to any of its inbound transitions`;
    return { code: 'join-never-fires', level: 'error', ...at(id), message, hint: 'Lead a branch to it, or remove it.' };
  }
  return {
    code: 'activity-unreachable',
    level: 'warning',
    ...at(id),
    message: `no entry leads to "${id}": it is never executed`,
    hint: 'Lead a transition to it, or remove it.',
  };
}

/** More branches are waited for than lead there: its task would fail each time. */
function quorumProblems(graph: DraftGraph): Problem[] {
  return [...graph.activities.values()].flatMap(({ id, kind, config }): Problem[] => {
    const needed = config && kind?.quorum?.(config.value)?.atLeast;
    const led = graph.inbound(id).length;
    if (needed === undefined || led === 0 || needed <= led) return [];
    const message = `"${id}" can never fire: it waits for ${String(needed)} branches, and ${String(led)} ${led === 1 ? 'leads' : 'lead'} to it`;
    return [
      { code: 'join-never-fires', level: 'error', ...at(id), message, hint: 'Wait for fewer, or lead more to it.' },
    ];
  });
}

/** Beside a scheduler or a signal, what has no inbound transition and begins nothing by itself is never executed. */
function idleEntry({ id }: DraftActivity): Problem {
  const message = `nothing begins "${id}": a scheduler or signal begins the instances, at its own activity`;
  return {
    code: 'activity-unreachable',
    level: 'warning',
    ...at(id),
    message,
    hint: 'Lead a transition to it, or remove it.',
  };
}

function reachProblems(graph: DraftGraph): Problem[] {
  const activities = [...graph.activities.values()];
  const entries = activities.filter((activity) => isEntry(graph, activity));
  // Everything would be unreachable: one sentence says it all.
  if (entries.length === 0) return graph.written.size > activities.length ? [] : [noEntry(graph)];
  const reached = reachableFrom(
    entries.map(({ id }) => id),
    graph.successors,
  );
  const triggered = entries.some(triggers);
  const idle = entries.filter(
    (entry) => triggered && entry.kind?.inbound === 'allowed' && entry.config && !triggers(entry),
  );
  return [...activities.filter(({ id }) => !reached.has(id)).map(unreachable), ...idle.map(idleEntry)];
}

/** Loops in which nothing takes time or looks at data: only activities that decide at once. */
function loopProblems(graph: DraftGraph): Problem[] {
  return cyclesOf(graph.activities.keys(), graph.successors).flatMap((cycle): Problem[] => {
    const [first] = cycle;
    const spins = cycle.every((id) => graph.activities.get(id)?.kind?.behaviour.does === 'decide');
    if (!spins || first === undefined) return [];
    const message = `${cycle.map((id) => `"${id}"`).join(', ')} form a loop in which no time passes: it fails as a runaway loop`;
    return [
      {
        code: 'loop-without-pause',
        level: 'warning',
        ...at(first),
        message,
        hint: 'Put a wait into the loop, or an activity that changes what its test looks at.',
      },
    ];
  });
}

/** What is wrong with the way that a definition takes. */
export function flowProblems(graph: DraftGraph): readonly Problem[] {
  return [...reachProblems(graph), ...quorumProblems(graph), ...loopProblems(graph)];
}

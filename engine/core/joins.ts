import type { GraphTransition } from '../graph/compiledGraph.ts';
import type { Event } from '../model/event.ts';
import type { ActivityId } from '../model/ids.ts';
import type { Task } from '../model/task.ts';
import { isEmpty } from './emptiness.ts';
import { firstToCome, quorumOf, releaseRest, swallowLate } from './quorum.ts';
import { createTask } from './routing.ts';
import type { Step } from './step.ts';

/** Who may still lead to a join: live tasks and waiting events, or, to break a tie between joins, tasks alone. */
type Sources = 'tasks and events' | 'tasks';

/** Fires every gathering activity that is complete; answers whether one was (semantics.md 5, join). */
export function fireJoins(step: Step): boolean {
  if (isEmpty(step.draft.events)) return false;
  // What is dropped is waited for no longer: before any join is judged.
  swallowLate(step);
  const joins = new Set(Object.values(step.draft.events).map((event) => event.to));
  let fired = false;
  for (const join of joins) fired = fireJoin(step, join, 'tasks and events') || fired;
  return fired || breakTie(step, [...joins]);
}

/** Joins on a cycle can wait for nothing but each other: then the one that an event reached first fires as it is. */
function breakTie(step: Step, joins: readonly ActivityId[]): boolean {
  const tied = joins.find((join) => step.world.graph.isOnCycle(join) && fireJoin(step, join, 'tasks'));
  if (tied === undefined) return false;
  const text = `"${tied}" waited only for a join that waited for it: it goes on without.`;
  step.record({ type: 'journal', level: 'warning', code: 'joins-tied', text, activity: tied });
  return true;
}

function fireJoin(step: Step, join: ActivityId, sources: Sources): boolean {
  const waiting = Object.values(step.draft.events).filter((event) => event.to === join);
  const rounds = [...new Set(waiting.map((event) => event.rounds[join] ?? 0))].sort((one, other) => one - other);
  const ready = rounds.find((round) => isComplete(step, { join, round, sources }, waiting));
  if (ready === undefined) return false;
  const quorum = quorumOf(step, join);
  const gathered = gather(step, join, ready, waiting);
  createTask(step, join, gathered, quorum && { gathered: gathered.length });
  if (quorum) releaseRest(step, { join, round: ready, quorum });
  return true;
}

interface Judged {
  readonly join: ActivityId;
  readonly round: number;
  readonly sources: Sources;
}

/** Each inbound transition has an event of the round, or cannot get one any more. */
function isComplete(step: Step, judged: Judged, waiting: readonly Event[]): boolean {
  const { join, round } = judged;
  const quorum = quorumOf(step, join);
  if (quorum) return isQuorumDecided(step, judged, waiting, quorum.atLeast);
  return step.world.graph
    .inbound(join)
    .every((transition) => hasEvent(transition, join, round, waiting) || !canStillCome(step, transition, judged));
}

/** Enough have an event, or so many cannot get one any more that there never will be enough: then its task fails. */
function isQuorumDecided(step: Step, judged: Judged, waiting: readonly Event[], atLeast: number): boolean {
  const { join, round } = judged;
  const needed = atLeast - gatherable(step, join, round, waiting).length;
  if (needed <= 0) return true;
  const missing = step.world.graph.inbound(join).filter((transition) => !hasEvent(transition, join, round, waiting));
  return !isAtLeast(needed, missing, (transition) => canStillCome(step, transition, judged));
}

function isAtLeast<Item>(count: number, items: readonly Item[], holds: (item: Item) => boolean): boolean {
  let found = 0;
  return items.some((item) => holds(item) && ++found >= count);
}

const hasEvent = (transition: GraphTransition, join: ActivityId, round: number, waiting: readonly Event[]): boolean =>
  waiting.some((event) => (event.rounds[join] ?? 0) === round && passed(event, transition));

const passed = (event: Event, transition: GraphTransition): boolean =>
  event.from === transition.from && event.outlet === transition.outlet;

function canStillCome(step: Step, transition: GraphTransition, { join, round, sources }: Judged): boolean {
  const disabled = step.disabledActivities();
  const reaches = (from: ActivityId): boolean => step.world.graph.canReach(from, transition.from, join, disabled);
  const isOfRound = ({ rounds }: Task | Event): boolean => (rounds[join] ?? 0) === round;
  return (
    step.liveTasks().some((task) => task.activity !== join && isOfRound(task) && reaches(task.activity)) ||
    (sources === 'tasks and events' &&
      Object.values(step.draft.events).some((event) => event.to !== join && isOfRound(event) && reaches(event.to)))
  );
}

/** One event a transition, in the order in which the transitions are listed: the last one wins a clash of variables. */
function gather(step: Step, join: ActivityId, round: number, waiting: readonly Event[]): readonly Event[] {
  const all = gatherable(step, join, round, waiting);
  const quorum = quorumOf(step, join);
  const chosen = quorum ? firstToCome(all, waiting, quorum.atLeast) : all;
  journalClashes(step, join, chosen);
  return chosen;
}

function gatherable(step: Step, join: ActivityId, round: number, waiting: readonly Event[]): readonly Event[] {
  const inbound = step.world.graph.inbound(join);
  const ofRound = waiting.filter((event) => (event.rounds[join] ?? 0) === round);
  // What came by a transition that this version does not have any more is gathered too: nobody else would take it.
  const chosen = ofRound.filter((event) => !inbound.some((transition) => passed(event, transition)));
  for (const transition of inbound) {
    const event = ofRound.find((one) => passed(one, transition));
    if (event) chosen.push(event);
  }
  return chosen;
}

function journalClashes(step: Step, join: ActivityId, events: readonly Event[]): void {
  const { kind, config } = step.activity(join);
  // What the activity sets itself is not one branch's against another's: neither value goes on.
  const replaced = new Set(kind.sets?.(config));
  const seen = new Map<string, string>();
  const clashes = new Set<string>();
  for (const { vars } of events) {
    for (const [name, value] of Object.entries(vars)) {
      const text = JSON.stringify(value);
      if (seen.has(name) && seen.get(name) !== text && !replaced.has(name)) clashes.add(name);
      seen.set(name, text);
    }
  }
  if (clashes.size === 0) return;
  const names = [...clashes].join(', ');
  step.record({
    type: 'journal',
    level: 'info',
    code: 'variables-clash',
    text: `The branches set different values of ${names}; the transition listed last wins.`,
    params: { names },
    activity: join,
  });
}

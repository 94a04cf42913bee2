import type { Quorum } from '../activity/kind.ts';
import { reachableFrom } from '../graph/links.ts';
import type { Event } from '../model/event.ts';
import type { ActivityId } from '../model/ids.ts';
import type { Task } from '../model/task.ts';
import { cancelTask } from './completion.ts';
import { failTask } from './failing.ts';
import type { Step } from './step.ts';

/** How many branches an activity waits for, where not for all that can still come (semantics.md 5, join). */
export function quorumOf(step: Step, id: ActivityId): Quorum | undefined {
  const { kind, config } = step.activity(id);
  return kind.quorum?.(config);
}

/** The events that came first, in the order in which they were given. */
export function firstToCome(events: readonly Event[], arrived: readonly Event[], count: number): readonly Event[] {
  const first = new Set(arrived.filter((event) => events.includes(event)).slice(0, count));
  return events.filter((event) => first.has(event));
}

/** What comes to a round that is closed is dropped. */
export function swallowLate(step: Step): void {
  const { closedRounds, events } = step.draft;
  if (!closedRounds) return;
  for (const event of Object.values(events)) {
    const isLate = (event.rounds[event.to] ?? 0) < (closedRounds[event.to] ?? 0);
    if (!isLate || !quorumOf(step, event.to)) continue;
    step.record({ type: 'eventDropped', event: event.id, reason: 'its join has gone on without it' });
  }
}

interface Passed {
  readonly join: ActivityId;
  readonly round: number;
  readonly quorum: Quorum;
}

/** `rest: cancel`: of the round, what can reach nothing but this join has nothing to do any more. */
export function releaseRest(step: Step, { join, round, quorum }: Passed): void {
  if (quorum.rest !== 'cancel') return;
  const isOfRound = ({ rounds }: Task | Event): boolean => (rounds[join] ?? 0) === round;
  for (const task of step.liveTasks()) {
    if (task.activity !== join && isOfRound(task) && leadsOnlyTo(step, task.activity, join)) cancelTask(step, task);
  }
  for (const event of Object.values(step.draft.events)) {
    if (event.to === join || !isOfRound(event) || !leadsOnlyTo(step, event.to, join)) continue;
    step.record({ type: 'eventDropped', event: event.id, reason: 'its join has gone on without it' });
  }
}

/** Whether each way on from an activity comes to the join: none ends before it, and none goes round it. */
function leadsOnlyTo(step: Step, from: ActivityId, join: ActivityId): boolean {
  const { graph } = step.world;
  const disabled = step.disabledActivities();
  const successors = (id: ActivityId): ActivityId[] =>
    graph.connected(id).flatMap((outlet) => graph.outbound(id, outlet).map(({ to }) => to));
  const passed = reachableFrom([from], successors, (id) => id === join || disabled.has(id));
  const leads = (id: ActivityId): boolean =>
    graph.inbound(join).some((transition) => graph.canReach(id, transition.from, join, disabled));
  return [...passed].every(leads);
}

/** Fewer branches came than it asks for and no other can: it fails, whenever it is executed. */
export function comesShort(step: Step, task: Task): boolean {
  const quorum = quorumOf(step, task.activity);
  if (!quorum || task.gathered === undefined || task.gathered >= quorum.atLeast) return false;
  failTask(step, task, {
    cause: 'config',
    message: `"${task.activity}" waits for ${String(quorum.atLeast)} branches; ${String(task.gathered)} came and no other can.`,
    hint: 'Skip the task to go on with what came, or resume on a version that waits for fewer.',
  });
  return true;
}

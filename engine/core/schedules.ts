import type { CompiledGraph, GraphActivity } from '../graph/compiledGraph.ts';
import { invariant } from '../invariant.ts';
import type { ActivityId } from '../model/ids.ts';
import { jitterMs } from '../time/jitter.ts';
import { nextFiring } from '../time/nextFiring.ts';
import { parseSchedule, type Schedule } from '../time/schedule.ts';
import type { ScheduleState, WorkflowState, WorkflowWorld } from './workflowState.ts';

/** What begins an instance at an entry by itself. */
export function triggerOf(
  graph: CompiledGraph,
  id: ActivityId,
): ReturnType<NonNullable<GraphActivity['kind']['trigger']>> {
  const activity = graph.activities.get(id);
  return activity?.kind.trigger?.(activity.config, id);
}

/** The entry signals that a started workflow listens to. */
export function entrySignals(graph: CompiledGraph): { activity: ActivityId; signal: string }[] {
  return graph.entries.flatMap((activity) => {
    const trigger = triggerOf(graph, activity);
    if (graph.activities.get(activity)?.common.execution === 'disabled') return [];
    return trigger?.type === 'signal' ? [{ activity, signal: trigger.name }] : [];
  });
}

/** A scheduler as it is executed: its times, and what its workflow says where it says nothing. */
export interface Armed {
  readonly schedule: Schedule;
  readonly timeZone: string;
  readonly overlap: 'skip' | 'queue' | 'allow';
  readonly catchUp: 'last' | 'all' | 'none';
}

/** The schedulers of a definition that are executed at all. */
export function schedulesOf({ graph }: WorkflowWorld): Map<ActivityId, Armed> {
  const schedules = new Map<ActivityId, Armed>();
  for (const activity of graph.entries) {
    const trigger = triggerOf(graph, activity);
    const common = graph.activities.get(activity)?.common;
    if (trigger?.type !== 'schedule' || common?.execution === 'disabled') continue;
    const parsed = parseSchedule(trigger.schedule);
    invariant(parsed.ok, `the schedule of "${activity}" was valid when it was published`);
    schedules.set(activity, {
      schedule: parsed.schedule,
      timeZone: parsed.schedule.timeZone ?? common?.timeZone ?? graph.definition.timeZone,
      overlap: choice(trigger.schedule['overlap'], ['skip', 'queue', 'allow'], graph.definition.overlap),
      catchUp: choice(trigger.schedule['catchUp'], ['last', 'all', 'none'], 'last'),
    });
  }
  return schedules;
}

const choice = <Choice extends string>(value: unknown, choices: readonly Choice[], otherwise: Choice): Choice =>
  choices.find((one) => one === value) ?? otherwise;

/** No schedule is due any more; how often each has been stays. */
export const disarm = (state: WorkflowState): WorkflowState => ({
  ...state,
  schedules: state.schedules.map(({ dueAtMs: _due, beginsAtMs: _begins, waiting: _waiting, ...rest }) => rest),
});

/** Whether its firings wait until no instance is unfinished. */
export const isOneByOne = ({ catchUp, overlap }: Armed): boolean => catchUp === 'all' || overlap === 'queue';

/** When the firing of a due time begins: jitter puts it off, always by the same for the same due time. */
export const beginMs = ({ schedule }: Armed, dueAtMs: number): number => dueAtMs + jitterMs(schedule, dueAtMs);

/** A due time, and when its firing begins where that is later. */
export function moment(armed: Armed, dueAtMs: number): Pick<ScheduleState, 'dueAtMs' | 'beginsAtMs'> {
  const beginsAtMs = beginMs(armed, dueAtMs);
  return beginsAtMs === dueAtMs ? { dueAtMs } : { dueAtMs, beginsAtMs };
}

/**
 * Computes the next firing of each schedule; none while the schedule is held. What is due already stays due, and an
 * interval goes on from when it was last due, so that publishing or a hold changes no rhythm.
 */
export function arm(world: WorkflowWorld, state: WorkflowState): WorkflowState {
  const former = new Map(state.schedules.map((schedule) => [schedule.activity, schedule]));
  const schedules = [...schedulesOf(world)].map(([activity, armed]): ScheduleState => {
    const {
      dueAtMs: _due,
      beginsAtMs: _begins,
      waiting: _waiting,
      ...rest
    } = former.get(activity) ?? { activity, runs: 0 };
    const since = { lastDueAtMs: world.nowMs, ...rest };
    return state.scheduleHeld ? since : { ...since, ...nextOf(world, armed, former.get(activity) ?? since) };
  });
  return { ...state, version: world.version, schedules };
}

function nextOf(
  { nowMs }: WorkflowWorld,
  armed: Armed,
  { dueAtMs, waiting, lastDueAtMs, runs }: ScheduleState,
): Pick<ScheduleState, 'dueAtMs' | 'beginsAtMs' | 'waiting'> {
  if (dueAtMs !== undefined && dueAtMs <= nowMs)
    return { ...moment(armed, dueAtMs), ...(waiting && isOneByOne(armed) && { waiting: true }) };
  const sinceMs = afterJump(lastDueAtMs, nowMs) ?? rhythmMs(armed.schedule, lastDueAtMs ?? nowMs, nowMs);
  const next = nextFiring(armed.schedule, sinceMs, armed.timeZone, runs);
  return next === undefined ? {} : moment(armed, next);
}

/** How far a clock is believed to have been put back; more than that, and it was wrong before. */
const jumpMs = 86_400_000;

/** A clock that was put back does not make due again what has been due. */
const afterJump = (lastDueAtMs: number | undefined, nowMs: number): number | undefined =>
  lastDueAtMs !== undefined && lastDueAtMs > nowMs && lastDueAtMs - nowMs <= jumpMs ? lastDueAtMs : undefined;

/** The last instant up to now from which an interval counts; without one, and where it has a beginning, simply now. */
function rhythmMs({ recurrence, validFrom }: Schedule, lastDueAtMs: number, nowMs: number): number {
  if (recurrence.type !== 'every' || validFrom !== undefined || lastDueAtMs > nowMs) return nowMs;
  return nowMs - ((nowMs - lastDueAtMs) % recurrence.intervalMs);
}

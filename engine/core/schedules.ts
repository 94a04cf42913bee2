import type { CompiledGraph, GraphActivity } from '../graph/compiledGraph.ts';
import { invariant } from '../invariant.ts';
import type { ActivityId } from '../model/ids.ts';
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
  schedules: state.schedules.map(({ dueAtMs: _due, waiting: _waiting, ...rest }) => rest),
});

/** Computes the next firing of each schedule from now on; none while the schedule is held. */
export function arm(world: WorkflowWorld, state: WorkflowState): WorkflowState {
  const former = new Map(state.schedules.map((schedule) => [schedule.activity, schedule]));
  const schedules = [...schedulesOf(world)].map(([activity, armed]): ScheduleState => {
    const { runs = 0, lastDueAtMs } = former.get(activity) ?? {};
    const dueAtMs = state.scheduleHeld ? undefined : nextFiring(armed.schedule, world.nowMs, armed.timeZone, runs);
    return {
      activity,
      runs,
      ...(lastDueAtMs !== undefined && { lastDueAtMs }),
      ...(dueAtMs !== undefined && { dueAtMs }),
    };
  });
  return { ...state, version: world.version, schedules };
}

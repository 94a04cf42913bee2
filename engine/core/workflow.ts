import { stepWorkflow, type WorkflowLifecycleEvent } from '../machines/workflow.machine.ts';
import { assertNever } from '../invariant.ts';
import type { WorkflowName } from '../model/ids.ts';
import { drop, fire } from './firing.ts';
import { arm, beginMs, disarm, schedulesOf, triggerOf } from './schedules.ts';
import type {
  Firing,
  ScheduleState,
  WorkflowAdvance,
  WorkflowCommand,
  WorkflowState,
  WorkflowWorld,
} from './workflowState.ts';

/** What can happen to a workflow. */
export type WorkflowInput =
  | { readonly type: WorkflowLifecycleEvent | 'holdSchedule' | 'releaseSchedule' }
  /** A version was published: its schedules take effect. */
  | { readonly type: 'published' }
  /** The time of a schedule has come; `live` instances are unfinished. */
  | { readonly type: 'tick'; readonly live: number };

/** A workflow that was never started. */
export const draftWorkflow = (workflow: WorkflowName): WorkflowState => ({
  workflow,
  status: 'draft',
  version: 0,
  scheduleHeld: false,
  consecutiveFailures: 0,
  vars: {},
  schedules: [],
});

/** Decides what an input makes of a workflow: its life cycle and its schedules (semantics.md 2 and 7). Pure. */
export function advanceWorkflow(world: WorkflowWorld, state: WorkflowState, input: WorkflowInput): WorkflowAdvance {
  switch (input.type) {
    case 'start':
    case 'pause':
    case 'resume':
    case 'stop':
      return changeLife(world, state, input.type);
    case 'holdSchedule':
    case 'releaseSchedule':
      return changeHold(world, state, input.type === 'holdSchedule');
    case 'published':
      return published(world, state);
    case 'tick':
      return tick(world, state, input.live);
    default:
      return assertNever(input);
  }
}

const advanced = (
  state: WorkflowState,
  commands: readonly WorkflowCommand[] = [],
  firings: readonly Firing[] = [],
): WorkflowAdvance => ({ status: 'advanced', state, commands, firings });

function changeLife(world: WorkflowWorld, state: WorkflowState, event: WorkflowLifecycleEvent): WorkflowAdvance {
  const status = stepWorkflow(state.status, event);
  if (!status) {
    const message = `The workflow is ${state.status}: it does not accept "${event}".`;
    return { status: 'rejected', rejection: { code: 'instance-refuses', message } };
  }
  const next = { ...state, status };
  switch (event) {
    case 'start':
      return advanced(arm(world, next), beginAtOnce(world));
    case 'resume':
      return advanced(arm(world, next), [{ type: 'resumeInstances' }]);
    case 'pause':
      return disarmed(world, next, { reason: 'the workflow was paused', commands: [{ type: 'pauseInstances' }] });
    case 'stop':
      return disarmed(world, next, { reason: 'the workflow was stopped', commands: [{ type: 'stopInstances' }] });
    default:
      return assertNever(event);
  }
}

function changeHold(world: WorkflowWorld, state: WorkflowState, held: boolean): WorkflowAdvance {
  if (state.scheduleHeld === held) {
    const message = held ? 'The schedule is held already.' : 'The schedule is not held.';
    return { status: 'rejected', rejection: { code: 'instance-refuses', message } };
  }
  const next = { ...state, scheduleHeld: held };
  if (held) return disarmed(world, next, { reason: 'the schedule was held', commands: [] });
  return advanced(next.status === 'started' ? arm(world, next) : next);
}

/** What was due already begins by the newest version; a scheduler that this does not have begins nothing any more. */
function published(world: WorkflowWorld, state: WorkflowState): WorkflowAdvance {
  if (state.status !== 'started') return advanced(state);
  const armed = schedulesOf(world);
  const due = state.schedules.filter((schedule) => isDue(world, schedule) && !armed.has(schedule.activity));
  const lost = due.map(({ activity, dueAtMs = world.nowMs }): Firing => {
    const reason = 'the newest version has no such scheduler';
    return { workflow: state.workflow, activity, dueAtMs, status: 'skipped', reason };
  });
  return advanced(arm(world, state), [], lost);
}

interface Disarming {
  readonly reason: string;
  readonly commands: readonly WorkflowCommand[];
}

/** Nothing is due any more; what was, and waited for its turn, is recorded with the reason. */
function disarmed(world: WorkflowWorld, state: WorkflowState, { reason, commands }: Disarming): WorkflowAdvance {
  const armed = schedulesOf(world);
  const firings: Firing[] = [];
  const schedules = state.schedules.map((schedule) => {
    const timing = armed.get(schedule.activity);
    if (!timing || !isDue(world, schedule)) return schedule;
    return drop({ world, workflow: state.workflow, timing, live: 0, firings, commands: [] }, schedule, reason);
  });
  return advanced(disarm({ ...state, schedules }), commands, firings);
}

const isDue = ({ nowMs }: WorkflowWorld, { dueAtMs }: ScheduleState): boolean =>
  dueAtMs !== undefined && dueAtMs <= nowMs;

/** Where entries are neither schedulers nor signals, one instance begins at once with all of them active. */
function beginAtOnce({ graph, nowMs }: WorkflowWorld): readonly WorkflowCommand[] {
  const triggered = graph.entries.some((entry) => triggerOf(graph, entry) !== undefined);
  return triggered ? [] : [{ type: 'begin', entries: graph.entries, dueAtMs: nowMs }];
}

function tick(world: WorkflowWorld, state: WorkflowState, live: number): WorkflowAdvance {
  const armed = schedulesOf(world);
  const firings: Firing[] = [];
  const commands: WorkflowCommand[] = [];
  const schedules = state.schedules.map((schedule) => {
    const timing = armed.get(schedule.activity);
    if (!timing || schedule.dueAtMs === undefined || beginMs(timing, schedule.dueAtMs) > world.nowMs) return schedule;
    return fire({ world, workflow: state.workflow, timing, live: live + commands.length, firings, commands }, schedule);
  });
  return advanced({ ...state, schedules }, commands, firings);
}

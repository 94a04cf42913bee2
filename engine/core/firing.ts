import type { WorkflowName } from '../model/ids.ts';
import { nextFiring } from '../time/nextFiring.ts';
import { beginMs, isOneByOne, moment, type Armed } from './schedules.ts';
import type { Firing, ScheduleState, WorkflowCommand, WorkflowWorld } from './workflowState.ts';

/** One scheduler at a moment that is due, with what has come of it so far. */
export interface Ticking {
  readonly world: WorkflowWorld;
  readonly workflow: WorkflowName;
  readonly timing: Armed;
  readonly live: number;
  readonly firings: Firing[];
  readonly commands: WorkflowCommand[];
}

/** How many missed firings are recorded one by one: a scheduler of every second after a month's rest has 2.6 million. */
const recordedFirings = 1_000;

/** The due moments of one scheduler that `counts` lets count, up to now; of very many the first ones and the last. */
function dueMoments(
  { world, timing }: Ticking,
  state: ScheduleState,
  counts: (moment: number) => boolean = () => true,
): number[] {
  const next = (afterMs: number): number =>
    nextFiring(timing.schedule, afterMs, timing.timeZone, state.runs) ?? Infinity;
  const moments: number[] = [];
  for (let due = state.dueAtMs ?? Infinity; due <= world.nowMs && counts(due); due = next(due)) {
    if (moments.length === recordedFirings)
      return [...moments, lastDue(timing, next, { knownMs: due, nowMs: world.nowMs - timing.schedule.jitterMs })];
    moments.push(due);
  }
  return moments;
}

/** The last due moment up to now, found by halving: walking there costs a minute and more after a month's rest. */
function lastDue(
  { schedule }: Armed,
  next: (afterMs: number) => number,
  span: { knownMs: number; nowMs: number },
): number {
  const { knownMs, nowMs } = span;
  const { recurrence } = schedule;
  if (recurrence.type === 'every') return nowMs - ((nowMs - knownMs) % recurrence.intervalMs);
  let [before, after] = [knownMs - 1, nowMs];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (next(middle) <= nowMs) before = middle;
    else after = middle;
  }
  return next(before);
}

/** After downtime `catchUp` says which of the due moments count; `overlap` what happens to those (semantics.md 7). */
export function fire(ticking: Ticking, state: ScheduleState): ScheduleState {
  const { world, timing } = ticking;
  const moments = dueMoments(ticking, state, (moment) => beginMs(timing, moment) <= world.nowMs);
  const last = moments.at(-1);
  if (last === undefined) return state;
  if (mustWait(ticking)) return { ...state, waiting: true };
  const fired = timing.catchUp === 'all' ? (moments[0] ?? last) : last;
  for (const moment of moments) if (moment < fired) noteLeftOut(ticking, state, moment);
  if (isTooLate(timing, world.nowMs - beginMs(timing, fired)))
    note(ticking, state, fired, { status: 'missed', reason: 'it is not made up for (catchUp: none)' });
  else begin(ticking, state, fired);
  return due(ticking, state, fired);
}

/** Whether a firing waits until an instance ends: one by one, or because there are as many as there may be. */
function mustWait({ world, timing, live }: Ticking): boolean {
  const { maxInstances = Infinity } = world.graph.definition;
  return (isOneByOne(timing) && live > 0) || (timing.overlap !== 'skip' && live >= maxInstances);
}

/** What is due will not begin any more: it is recorded with the reason. */
export function drop(ticking: Ticking, state: ScheduleState, reason: string): ScheduleState {
  const moments = dueMoments(ticking, state);
  const last = moments.at(-1);
  if (last === undefined) return state;
  for (const moment of moments) if (moment < last) noteLeftOut(ticking, state, moment);
  note(ticking, state, last, { status: 'skipped', reason });
  return due(ticking, state, last);
}

/** A firing that is this late was missed: a busy engine is later than a second, never than a minute. */
const lateMs = 60_000;

const isTooLate = ({ catchUp }: Armed, byMs: number): boolean => catchUp === 'none' && byMs > lateMs;

/** `queue`: the newest waits until nothing runs, and an older one that it replaced is recorded. */
function noteLeftOut(ticking: Ticking, state: ScheduleState, moment: number): void {
  const { world, timing } = ticking;
  const queues = timing.overlap === 'allow' && world.graph.definition.maxInstances !== undefined;
  if (timing.overlap === 'queue' || queues)
    note(ticking, state, moment, { status: 'replaced', reason: 'a newer firing took its place in the queue' });
  else note(ticking, state, moment, { status: 'missed', reason: 'the server was down, or busy, when it was due' });
}

function begin(ticking: Ticking, state: ScheduleState, dueAtMs: number): void {
  if (ticking.timing.overlap === 'skip' && ticking.live > 0) {
    note(ticking, state, dueAtMs, { status: 'skipped', reason: 'an instance of the workflow is unfinished' });
    return;
  }
  ticking.commands.push({ type: 'begin', entries: [state.activity], dueAtMs, scheduler: state.activity });
}

function note(
  ticking: Ticking,
  { activity }: ScheduleState,
  dueAtMs: number,
  why: Pick<Firing, 'status' | 'reason'>,
): void {
  ticking.firings.push({ workflow: ticking.workflow, activity, dueAtMs, ...why });
}

function due({ timing }: Ticking, state: ScheduleState, lastDueAtMs: number): ScheduleState {
  const runs = state.runs + 1;
  const dueAtMs = nextFiring(timing.schedule, lastDueAtMs, timing.timeZone, runs);
  return { activity: state.activity, runs, lastDueAtMs, ...(dueAtMs !== undefined && moment(timing, dueAtMs)) };
}

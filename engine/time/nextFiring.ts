import type { CronPattern } from './cron.ts';
import type { ClockChangePolicy, Schedule, WrittenTime } from './schedule.ts';
import { changeBetween, instantsOfWall, wallMsAt } from './zone.ts';
import type { WallInstants } from './zone.ts';

const dayMs = 86_400_000;

/** Whose clock a cron expression goes by, and what it does when that clock changes. */
interface Clock extends ClockChangePolicy {
  readonly timeZone: string;
}

/** The instants that stand for a wall time, by the policies: none, one or two. */
function instantsFor(found: WallInstants, clock: Clock): readonly number[] {
  if (found.kind === 'gap') return clock.gap === 'next' ? [found.endMs] : [];
  return clock.repeated === 'both' ? found.instants : found.instants.slice(0, 1);
}

/**
 * The first instant after `afterMs` that stands for a match after a wall time. Wall times go up and so do the first
 * instants that show them, so the first that lies after is the one.
 */
function firstAfter(pattern: CronPattern, fromWallMs: number, afterMs: number, clock: Clock): number | undefined {
  // Ends: the pattern runs out, or its matches leave the hours that a clock change covers.
  for (let wallMs = pattern.after(fromWallMs); wallMs !== undefined;) {
    const found = instantsOfWall(wallMs, clock.timeZone);
    const instant = instantsFor(found, clock).find((each) => each > afterMs);
    if (instant !== undefined) return instant;
    wallMs = pattern.after(found.kind === 'gap' ? wallMsAt(found.endMs, clock.timeZone) - 1 : wallMs);
  }
  return undefined;
}

/** A match in the wall times that a change within the next day shows again: they lie behind the clock of `afterMs`. */
function firstRepeated(pattern: CronPattern, afterMs: number, clock: Clock): number | undefined {
  const changeMs = changeBetween(afterMs, afterMs + dayMs, clock.timeZone);
  if (changeMs === undefined) return undefined;
  const shownMs = wallMsAt(changeMs, clock.timeZone);
  if (shownMs >= wallMsAt(changeMs - 1, clock.timeZone)) return undefined;
  const wallMs = pattern.after(shownMs - 1);
  return wallMs === undefined ? undefined : changeMs + (wallMs - shownMs);
}

function nextCron(pattern: CronPattern, afterMs: number, clock: Clock): number | undefined {
  const next = firstAfter(pattern, wallMsAt(afterMs, clock.timeZone), afterMs, clock);
  if (clock.repeated !== 'both') return next;
  const repeated = firstRepeated(pattern, afterMs, clock);
  return repeated !== undefined && (next === undefined || repeated < next) ? repeated : next;
}

/** The instant of a written time; a wall time in a gap is the first instant after it. */
export function instantOf(time: WrittenTime, timeZone: string): number {
  if ('instantMs' in time) return time.instantMs;
  const found = instantsOfWall(time.wallMs, timeZone);
  return found.kind === 'gap' ? found.endMs : (found.instants[0] ?? time.wallMs);
}

function nextEvery(intervalMs: number, afterMs: number, anchorMs: number | undefined): number {
  if (anchorMs === undefined) return afterMs + intervalMs;
  if (afterMs < anchorMs) return anchorMs;
  return anchorMs + (Math.floor((afterMs - anchorMs) / intervalMs) + 1) * intervalMs;
}

function nextAt(times: readonly WrittenTime[], afterMs: number, clock: Clock): number | undefined {
  const instants = times.flatMap((time) =>
    'instantMs' in time ? [time.instantMs] : instantsFor(instantsOfWall(time.wallMs, clock.timeZone), clock),
  );
  return instants.filter((instant) => instant > afterMs).sort((one, other) => one - other)[0];
}

/**
 * When a schedule is due next, strictly after an instant (semantics.md 7). `every` counts from `validFrom` where it is
 * given, else from `afterMs`: pass the last due time, or the start of the workflow.
 * @param timeZone the workflow's; the schedule's own goes before.
 * @param runs how many firings there have been: after `maxRuns` there is no next.
 */
export function nextFiring(schedule: Schedule, afterMs: number, timeZone: string, runs = 0): number | undefined {
  if (runs >= (schedule.maxRuns ?? Infinity)) return undefined;
  const clock: Clock = { timeZone: schedule.timeZone ?? timeZone, gap: schedule.gap, repeated: schedule.repeated };
  const fromMs = schedule.validFrom && instantOf(schedule.validFrom, clock.timeZone);
  const untilMs = schedule.validUntil ? instantOf(schedule.validUntil, clock.timeZone) : Infinity;
  // What is due at validFrom itself is valid.
  const sinceMs = Math.max(afterMs, (fromMs ?? -Infinity) - 1);
  const dueMs = nextDue(schedule, sinceMs, clock, fromMs);
  return dueMs !== undefined && dueMs <= untilMs ? dueMs : undefined;
}

function nextDue(schedule: Schedule, sinceMs: number, clock: Clock, anchorMs: number | undefined): number | undefined {
  const { recurrence } = schedule;
  switch (recurrence.type) {
    case 'cron':
      return nextCron(recurrence.pattern, sinceMs, clock);
    case 'every':
      return nextEvery(recurrence.intervalMs, sinceMs, anchorMs);
    case 'at':
      return nextAt(recurrence.times, sinceMs, clock);
  }
}

/** The next `count` times at which a schedule is due, `maxRuns` at most. */
export function nextFirings(schedule: Schedule, afterMs: number, count: number, timeZone: string): readonly number[] {
  const firings: number[] = [];
  let lastMs = afterMs;
  while (firings.length < count) {
    const dueMs = nextFiring(schedule, lastMs, timeZone, firings.length);
    if (dueMs === undefined) break;
    firings.push(dueMs);
    lastMs = dueMs;
  }
  return firings;
}

import { instantOf, nextFiring } from '../../../engine/time/nextFiring.ts';
import type { TimeRange } from '../../../engine/time/range.ts';
import { changeBetween, offsetMsAt } from '../../../engine/time/zone.ts';
import type { StoredSchedule } from '../ports/engineReader.ts';
import type { Scheduler } from '../schedulers.ts';

type Timed = Pick<Scheduler, 'schedule' | 'timeZone'>;

interface Asked {
  readonly range: TimeRange;
  /** Where it stands: when it is due next, and how often it has been. */
  readonly stored: StoredSchedule;
  /** More than this are not counted. */
  readonly most: number;
}

/** The times of a range, and whether there are more than were asked for. */
export interface Firings {
  readonly times: readonly number[];
  readonly more: boolean;
}

const none: Firings = { times: [], more: false };

/** Takes times up to the end of a range, `most` at most. */
function take(next: (lastMs: number | undefined) => number | undefined, { range, most }: Asked): Firings {
  const times: number[] = [];
  for (let due = next(undefined); due !== undefined && due < range.untilMs; due = next(due)) {
    if (times.length === most) return { times, more: true };
    if (due >= range.fromMs) times.push(due);
  }
  return { times, more: false };
}

/** One after another, as the engine does; whoever has few left has each counted from the present one. */
function walked({ schedule, timeZone }: Timed, asked: Asked, firstMs: number): Firings {
  let { runs } = asked.stored;
  const isCounted = schedule.maxRuns !== undefined || schedule.recurrence.type === 'at';
  const sinceMs = isCounted ? firstMs : Math.max(firstMs, asked.range.fromMs);
  return take((lastMs) => {
    if (lastMs !== undefined) runs += 1;
    if (lastMs === undefined && sinceMs === firstMs) return firstMs;
    return nextFiring(schedule, lastMs ?? sinceMs - 1, timeZone, isCounted ? runs : 0);
  }, asked);
}

/** Intervals are reckoned: of those of a second nobody walks through a week. */
function everySo(intervalMs: number, validUntilMs: number, asked: Asked, firstMs: number): Firings {
  const behindMs = Math.max(0, asked.range.fromMs - firstMs);
  const startMs = firstMs + Math.ceil(behindMs / intervalMs) * intervalMs;
  return take((lastMs) => {
    const due = lastMs === undefined ? startMs : lastMs + intervalMs;
    return due <= validUntilMs ? due : undefined;
  }, asked);
}

/**
 * When an armed schedule fires within a range. While its clocks do not change, its wall times are a fixed way from the
 * instants: looking for the zone's offset at each would take most of the time.
 */
export function firingsIn(scheduler: Timed, asked: Asked): Firings {
  const { schedule, timeZone } = scheduler;
  const { range, stored } = asked;
  const firstMs = stored.dueAtMs;
  if (firstMs === undefined || firstMs >= range.untilMs) return none;
  const { recurrence, validUntil, maxRuns } = schedule;
  const validUntilMs = validUntil ? instantOf(validUntil, timeZone) : Infinity;
  if (maxRuns !== undefined || recurrence.type === 'at') return walked(scheduler, asked, firstMs);
  if (recurrence.type === 'every') return everySo(recurrence.intervalMs, validUntilMs, asked, firstMs);
  const sinceMs = Math.max(range.fromMs, firstMs);
  if (changeBetween(sinceMs - 1, range.untilMs, timeZone) !== undefined) return walked(scheduler, asked, firstMs);
  const offsetMs = offsetMsAt(sinceMs, timeZone);
  return take((lastMs) => {
    const wallMs = recurrence.pattern.after((lastMs ?? sinceMs - 1) + offsetMs);
    return wallMs === undefined || wallMs - offsetMs > validUntilMs ? undefined : wallMs - offsetMs;
  }, asked);
}

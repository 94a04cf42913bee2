import type { CronPattern } from '../../../engine/time/cron.ts';
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

const dayMs = 86_400_000;
const rememberedDays = 16;
/** The wall times of a day, by pattern: whoever turns the days over asks for the same ones again and again. */
const known = new WeakMap<CronPattern, Map<number, readonly number[]>>();

/** The times of a wall day, unless there are more than `most`. */
function timesOfDay(pattern: CronPattern, dayStartMs: number, most: number): readonly number[] | undefined {
  const days = known.get(pattern) ?? new Map<number, readonly number[]>();
  known.set(pattern, days);
  const before = days.get(dayStartMs);
  if (before) return before;
  const times: number[] = [];
  for (let at = pattern.after(dayStartMs - 1); at !== undefined && at < dayStartMs + dayMs; at = pattern.after(at)) {
    if (times.length === most) return undefined;
    times.push(at);
  }
  days.set(dayStartMs, times);
  const [oldest] = days.keys();
  if (days.size > rememberedDays && oldest !== undefined) days.delete(oldest);
  return times;
}

/** As the pattern's own `after`, but within a day it is looked up. */
function wallTimesAfter(pattern: CronPattern, most: number): CronPattern['after'] {
  let day: { readonly startMs: number; readonly times: readonly number[]; next: number } | undefined;
  return (wallMs) => {
    const startMs = Math.floor((wallMs + 1) / dayMs) * dayMs;
    if (day?.startMs !== startMs) {
      const times = timesOfDay(pattern, startMs, most);
      day = times && { startMs, times, next: 0 };
    }
    if (!day) return pattern.after(wallMs);
    while ((day.times[day.next] ?? Infinity) <= wallMs) day.next += 1;
    return day.times[day.next] ?? pattern.after(startMs + dayMs - 1);
  };
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
  const next = wallTimesAfter(recurrence.pattern, asked.most);
  return take((lastMs) => {
    const wallMs = next((lastMs ?? sinceMs - 1) + offsetMs);
    return wallMs === undefined || wallMs - offsetMs > validUntilMs ? undefined : wallMs - offsetMs;
  }, asked);
}

import { nextFiring } from './nextFiring.ts';
import type { Schedule } from './schedule.ts';

/** From an instant to before another. */
export interface TimeRange {
  readonly fromMs: number;
  readonly untilMs: number;
}

/**
 * When a schedule is due within a range, after the last time that it was there. An interval without a beginning of its
 * own counts from that of the range; `maxRuns` counts firings of the clock, not these.
 */
export function nextWithin(
  schedule: Schedule,
  timeZone: string,
  { fromMs, untilMs }: TimeRange,
  lastMs: number | undefined,
): number | undefined {
  const { recurrence, validFrom } = schedule;
  const startsHere = lastMs === undefined && recurrence.type === 'every' && validFrom === undefined;
  const next = startsHere ? fromMs : nextFiring({ ...schedule, maxRuns: undefined }, lastMs ?? fromMs - 1, timeZone);
  return next !== undefined && next < untilMs ? next : undefined;
}

/** All times within a range at which a schedule is due; one more than `most` where there are too many. */
export function firingsWithin(schedule: Schedule, timeZone: string, range: TimeRange, most: number): readonly number[] {
  const firings: number[] = [];
  let next = nextWithin(schedule, timeZone, range, undefined);
  while (next !== undefined && firings.length <= most) {
    firings.push(next);
    next = nextWithin(schedule, timeZone, range, next);
  }
  return firings;
}

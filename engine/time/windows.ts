import { changeBetween, instantsOfWall, wallMsAt } from './zone.ts';

/** The days of the week as windows name them, as `Date.getUTCDay` numbers them. */
export const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
export type Weekday = (typeof weekdays)[number];

/**
 * A stretch of some days, by the clocks of a zone: from 08:00, until before 18:00. Where it ends at an earlier time
 * than it begins, it ends on the next day.
 */
export interface TimeWindow {
  /** None: every day. */
  readonly days: readonly Weekday[];
  /** `HH:MM`. */
  readonly from: string;
  /** `HH:MM`, or `24:00`. */
  readonly to: string;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;

const msOf = (time: string): number => (Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))) * minuteMs;

interface Stretch {
  readonly fromWallMs: number;
  readonly toWallMs: number;
}

/** The window as it begins on the day of a wall time, where it has that day. */
function stretchOn(window: TimeWindow, dayWallMs: number): Stretch | undefined {
  const day = weekdays[new Date(dayWallMs).getUTCDay()];
  if (window.days.length > 0 && (day === undefined || !window.days.includes(day))) return undefined;
  const [fromMs, toMs] = [msOf(window.from), msOf(window.to)];
  return { fromWallMs: dayWallMs + fromMs, toWallMs: dayWallMs + toMs + (toMs <= fromMs ? dayMs : 0) };
}

const startOfDay = (wallMs: number): number => Math.floor(wallMs / dayMs) * dayMs;

/** Whether the clocks of a zone show a time of one of the windows. */
export function isOpenAt(windows: readonly TimeWindow[], instantMs: number, timeZone: string): boolean {
  const wallMs = wallMsAt(instantMs, timeZone);
  const today = startOfDay(wallMs);
  return [today, today - dayMs].some((day) =>
    windows.some((window) => {
      const stretch = stretchOn(window, day);
      return stretch !== undefined && stretch.fromWallMs <= wallMs && wallMs < stretch.toWallMs;
    }),
  );
}

/** Where a clock change leaves out the only day of a window (Samoa, 2011), the next one is two weeks away. */
const daysAhead = 16;

/** The instants of a day at which something may open: a window begins, or the clocks jump into one. */
function candidatesOn(windows: readonly TimeWindow[], dayWallMs: number, timeZone: string): readonly number[] {
  const begins = windows.flatMap((window) => {
    const stretch = stretchOn(window, dayWallMs);
    if (!stretch) return [];
    const found = instantsOfWall(stretch.fromWallMs, timeZone);
    return found.kind === 'gap' ? [found.endMs] : found.instants;
  });
  // Offsets are below 15 hours: a day of a zone lies within these two days and a half.
  const change = changeBetween(dayWallMs - 15 * 60 * minuteMs, dayWallMs + dayMs + 15 * 60 * minuteMs, timeZone);
  const isOfDay = change !== undefined && startOfDay(wallMsAt(change, timeZone)) === dayWallMs;
  return isOfDay ? [...begins, change] : begins;
}

/**
 * The first instant after `afterMs` at which a window is open; undefined where none ever is.
 * While one is open this is not asked.
 */
export function nextOpening(windows: readonly TimeWindow[], afterMs: number, timeZone: string): number | undefined {
  const today = startOfDay(wallMsAt(afterMs, timeZone));
  for (let ahead = -1; ahead <= daysAhead; ahead += 1) {
    // Clocks that go back over midnight show a day, the next, and the first again: the earliest of both is the one.
    const opening = [ahead, ahead + 1]
      .flatMap((days) => candidatesOn(windows, today + days * dayMs, timeZone))
      .filter((instant) => instant > afterMs && isOpenAt(windows, instant, timeZone))
      .sort((one, other) => one - other)[0];
    if (opening !== undefined) return opening;
  }
  return undefined;
}

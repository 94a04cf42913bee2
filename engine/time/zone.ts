import { remember } from '../remember.ts';

const dayMs = 86_400_000;

const formatterOf = remember(700, (timeZone) => {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  } catch {
    // Intl knows no other way to say that a zone does not exist.
    return undefined;
  }
});

/** Whether a text names a time zone of the IANA database, `Europe/Paris` or `UTC`; bare offsets are none. */
export function isTimeZone(name: string): boolean {
  return /^[A-Za-z]/.test(name) && formatterOf(name) !== undefined;
}

/** Thrown when an instant is asked for in a zone that does not exist: publishing lets no such zone through. */
export class TimeZoneUnknown extends Error {
  override readonly name = 'TimeZoneUnknown';
  readonly timeZone: string;
  constructor(timeZone: string) {
    super(`There is no time zone "${timeZone}". Use a name such as Europe/Paris or UTC.`);
    this.timeZone = timeZone;
  }
}

const printed = /^(\d+)\/(\d+)\/(\d+), (\d+):(\d+):(\d+)$/;

/**
 * How far the clocks of a zone are ahead of UTC at an instant.
 * @throws TimeZoneUnknown where the zone does not exist.
 */
export function offsetMsAt(instantMs: number, timeZone: string): number {
  const formatter = isTimeZone(timeZone) ? formatterOf(timeZone) : undefined;
  if (!formatter) throw new TimeZoneUnknown(timeZone);
  const whole = Math.floor(instantMs / 1_000) * 1_000;
  const parts = printed.exec(formatter.format(new Date(whole)));
  if (!parts) return 0;
  const [month = 1, day = 1, year = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) - whole;
}

/**
 * What the clocks of a zone show at an instant, as if it were UTC: a *wall time* in milliseconds.
 * Wall times are compared and stepped like instants, and know neither gaps nor repetitions.
 */
export function wallMsAt(instantMs: number, timeZone: string): number {
  return instantMs + offsetMsAt(instantMs, timeZone);
}

/** The first instant after `fromMs`, up to `toMs`, at which the offset is no longer that of `fromMs`. */
export function changeBetween(fromMs: number, toMs: number, timeZone: string): number | undefined {
  const before = offsetMsAt(fromMs, timeZone);
  if (offsetMsAt(toMs, timeZone) === before) return undefined;
  let same = fromMs;
  let changed = toMs;
  while (changed - same > 1) {
    const middle = Math.floor((same + changed) / 2);
    if (offsetMsAt(middle, timeZone) === before) same = middle;
    else changed = middle;
  }
  return changed;
}

/** The instants at which the clocks of a zone show a wall time: none in a gap, two where an hour is repeated. */
export type WallInstants =
  | { readonly kind: 'shown'; readonly instants: readonly number[] }
  /** The clocks jump over it at `endMs`. */
  | { readonly kind: 'gap'; readonly endMs: number };

/** Finds when the clocks of a zone show a wall time. */
export function instantsOfWall(wallMs: number, timeZone: string): WallInstants {
  // Offsets are below 15 hours and a gap is at most a day (Samoa, 2011): two days to each side see both offsets.
  const fromMs = wallMs - 2 * dayMs;
  const toMs = wallMs + 2 * dayMs;
  const offsets = new Set([offsetMsAt(fromMs, timeZone), offsetMsAt(toMs, timeZone)]);
  const instants = [...offsets]
    .map((offset) => wallMs - offset)
    .filter((instant) => wallMsAt(instant, timeZone) === wallMs)
    .sort((one, other) => one - other);
  if (instants.length > 0) return { kind: 'shown', instants };
  return { kind: 'gap', endMs: changeBetween(fromMs, toMs, timeZone) ?? wallMs };
}

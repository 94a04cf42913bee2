/**
 * What the clocks of a zone show, told by `Intl` alone, minute by minute: plain, and nothing that the engine computes with
 * is used, so that both being wrong in the same way is unlikely.
 */

const minuteMs = 60_000;
const dayMs = 86_400_000;

const formatters = new Map<string, Intl.DateTimeFormat>();

/** The wall time of an instant as if it were UTC. */
export function wallOf(instantMs: number, timeZone: string): number {
  const formatter =
    formatters.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  formatters.set(timeZone, formatter);
  return Date.parse(`${formatter.format(instantMs).replace(' ', 'T')}Z`);
}

/** A minute of the clocks: what they show, and whether they showed it before. */
interface Minute {
  readonly instantMs: number;
  readonly wallMs: number;
  readonly isRepeated: boolean;
  /** The wall times that the clocks jumped over to come here. */
  readonly skipped: readonly number[];
}

/** Each minute with what the clocks show; only in an hour that is no hour by the clocks is every one asked for. */
function shownMinutes(timeZone: string, fromMs: number, untilMs: number): { instantMs: number; wallMs: number }[] {
  const shown: { instantMs: number; wallMs: number }[] = [];
  for (let hour = fromMs; hour < untilMs; hour += 60 * minuteMs) {
    const wall = wallOf(hour, timeZone);
    const isPlain = wallOf(hour + 60 * minuteMs, timeZone) - wall === 60 * minuteMs;
    for (let pastMs = 0; pastMs < 60 * minuteMs && hour + pastMs < untilMs; pastMs += minuteMs)
      shown.push({ instantMs: hour + pastMs, wallMs: isPlain ? wall + pastMs : wallOf(hour + pastMs, timeZone) });
  }
  return shown;
}

/** The clocks of a zone from an instant to another. */
export function walk(timeZone: string, fromMs: number, untilMs: number): readonly Minute[] {
  const shown = new Set<number>();
  const minutes: Minute[] = [];
  for (const { instantMs, wallMs } of shownMinutes(timeZone, fromMs, untilMs)) {
    const last = minutes.at(-1);
    const skipped: number[] = [];
    for (let missing = (last?.wallMs ?? wallMs) + minuteMs; missing < wallMs; missing += minuteMs)
      skipped.push(missing);
    minutes.push({ instantMs, wallMs, isRepeated: shown.has(wallMs), skipped });
    shown.add(wallMs);
  }
  return minutes;
}

/** The days of a year on which the clocks of a zone are changed, as instants before the change. */
export function changeDays(timeZone: string, year: number): readonly number[] {
  const offset = (instantMs: number): number => wallOf(instantMs, timeZone) - instantMs;
  const days: number[] = [];
  for (let dayStart = Date.UTC(year, 0, 1); dayStart < Date.UTC(year + 1, 0, 1); dayStart += dayMs)
    if (offset(dayStart) !== offset(dayStart + dayMs)) days.push(dayStart);
  return days;
}

/** How the clocks of a zone go in some years: zones that answer the same have the same clocks. */
export function clocksOf(timeZone: string, years: readonly number[]): string {
  // By the hour around a change: two zones may change their clocks on the same day, and not together.
  const changes = years.flatMap((year) => changeDays(timeZone, year));
  const hours = changes.flatMap((day) => Array.from({ length: 25 }, (_, hour) => day + hour * 60 * minuteMs));
  const looked = [Date.UTC(years[0] ?? 2026, 0, 1), ...hours];
  return looked.map((instantMs) => `${instantMs} ${wallOf(instantMs, timeZone) - instantMs}`).join();
}

/** What a schedule does about clock changes. */
export interface Policies {
  readonly gap: 'next' | 'skip';
  readonly repeated: 'first' | 'both';
}

/** The instants at which the wall times that match are due, by the policies. */
export function dueInstants(
  minutes: readonly Minute[],
  { gap, repeated }: Policies,
  matches: (wallMs: number) => boolean,
): readonly number[] {
  return minutes
    .filter(
      ({ wallMs, isRepeated, skipped }) =>
        (gap === 'next' && skipped.some(matches)) || (matches(wallMs) && (repeated === 'both' || !isRepeated)),
    )
    .map(({ instantMs }) => instantMs);
}

/** A cron expression with the sets of its fields, so that nothing needs to read its text. */
export interface DrawnCron {
  readonly text: string;
  readonly matches: (wallMs: number) => boolean;
}

/** Draws a cron expression around a day: a few minutes of some hours, on all days or on some. */
export function drawCron(below: (limit: number) => number): DrawnCron {
  const minutes = new Set([below(60), below(60)]);
  const hours = below(3) === 0 ? undefined : new Set([below(6), below(24), below(24)]);
  const weekdays = below(3) === 0 ? new Set([0, 6, below(7)]) : undefined;
  const days = below(3) === 0 ? new Set(Array.from({ length: 12 }, () => 1 + below(31))) : undefined;
  const field = (set: ReadonlySet<number> | undefined): string => (set ? [...set].join(',') : '*');
  return {
    text: `${field(minutes)} ${field(hours)} ${field(days)} * ${field(weekdays)}`,
    matches: (wallMs) => {
      const wall = new Date(wallMs);
      const onDay = days?.has(wall.getUTCDate());
      const onWeekday = weekdays?.has(wall.getUTCDay());
      // Either of the two days, where both are restricted: as cron has always had it.
      const isToday = days && weekdays ? onDay === true || onWeekday === true : (onDay ?? onWeekday ?? true);
      return minutes.has(wall.getUTCMinutes()) && (hours?.has(wall.getUTCHours()) ?? true) && isToday;
    },
  };
}

import { parseDuration } from '../model/duration.ts';
import type { Json } from '../model/json.ts';
import { parseCron } from './cron.ts';
import type { CronPattern } from './cron.ts';
import { isTimeZone } from './zone.ts';

/** What a schedule does about wall times that a clock change leaves out (`gap`) or shows twice (`repeated`). */
export interface ClockChangePolicy {
  /** `next`: once, at the first instant after the gap. */
  readonly gap: 'next' | 'skip';
  readonly repeated: 'first' | 'both';
}

/** A time that a definition wrote: an instant, or a wall time of the schedule's zone. */
export type WrittenTime = { readonly instantMs: number } | { readonly wallMs: number };

/** When it is due. */
export type Recurrence =
  | { readonly type: 'cron'; readonly pattern: CronPattern }
  | { readonly type: 'every'; readonly intervalMs: number }
  | { readonly type: 'at'; readonly times: readonly WrittenTime[] };

/** A scheduler's times, checked (semantics.md 7). */
export interface Schedule extends ClockChangePolicy {
  readonly recurrence: Recurrence;
  /** Its own zone; absent: the workflow's. */
  readonly timeZone: string | undefined;
  readonly validFrom: WrittenTime | undefined;
  readonly validUntil: WrittenTime | undefined;
  readonly maxRuns: number | undefined;
  readonly jitterMs: number;
}

/** What is wrong with one field of a schedule. */
export interface ScheduleFault {
  readonly field: string;
  readonly message: string;
  readonly hint: string;
}

export type ParsedSchedule =
  | { readonly ok: true; readonly schedule: Schedule }
  | { readonly ok: false; readonly faults: readonly ScheduleFault[] };

type Config = Readonly<Record<string, Json | undefined>>;

const intervalMsMin = 1_000;
const written = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?$/;
const timeHint = 'Write 2026-01-31T04:00:00Z for an instant, or 2026-01-31T04:00 for a time of the time zone.';

/** Reads `2026-01-31T04:00:00Z` as an instant and `2026-01-31T04:00` or `2026-01-31` as a wall time. */
export function parseWrittenTime(text: string): WrittenTime | undefined {
  const [matched, day = '', time = '00:00', seconds = ':00', fraction = '', zone] = written.exec(text) ?? [];
  if (matched === undefined) return undefined;
  const wall = new Date(`${day}T${time}${seconds}${fraction.padEnd(4, '.000'.slice(fraction.length))}Z`);
  // Date rolls 30 February over to March, and 24:00 to the next day.
  const exists = !Number.isNaN(wall.getTime()) && wall.toISOString().startsWith(`${day}T${time}`);
  if (!exists) return undefined;
  return zone === undefined ? { wallMs: wall.getTime() } : { instantMs: wall.getTime() - offsetOf(zone) };
}

function offsetOf(zone: string): number {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return (zone.startsWith('-') ? -1 : 1) * minutes * 60_000;
}

/** Reads the fields one by one and keeps what is wrong with each. */
class Reader {
  readonly faults: ScheduleFault[] = [];
  readonly #config: Config;

  constructor(config: Config) {
    this.#config = config;
  }

  refuse(field: string, message: string, hint: string): void {
    this.faults.push({ field, message, hint });
  }

  given(field: string): Json | undefined {
    return this.#config[field] ?? undefined;
  }

  text(field: string): string | undefined {
    const value = this.given(field);
    if (value === undefined || typeof value === 'string') return value;
    this.refuse(field, `${field} is a text`, 'Put it in quotes.');
    return undefined;
  }

  oneOf<Value extends string>(field: string, values: readonly Value[]): Value | undefined {
    const text = this.text(field);
    const chosen = values.find((value) => value === text);
    if (text !== undefined && chosen === undefined) {
      this.refuse(field, `${field} is "${text}"`, `Use ${values.join(' or ')}.`);
    }
    return chosen;
  }

  durationMs(field: string, leastMs: number): number | undefined {
    const text = this.text(field);
    if (text === undefined) return undefined;
    const milliseconds = parseDuration(text);
    if (milliseconds !== undefined && milliseconds >= leastMs) return milliseconds;
    if (milliseconds === undefined) this.refuse(field, `"${text}" is no duration`, 'Write 90s, 15m, 2h, 7d or PT2H.');
    else this.refuse(field, `"${text}" is too short`, `It is at least ${leastMs / 1_000} s.`);
    return undefined;
  }

  time(field: string): WrittenTime | undefined {
    const text = this.text(field);
    return text === undefined ? undefined : this.#time(field, text);
  }

  times(field: string): readonly WrittenTime[] {
    const value = this.given(field);
    const texts: readonly (Json | undefined)[] = Array.isArray(value) ? value : [value];
    return texts.flatMap((text) => {
      const time = this.#time(field, typeof text === 'string' ? text : JSON.stringify(text));
      return time ? [time] : [];
    });
  }

  count(field: string): number | undefined {
    const value = this.given(field);
    if (value === undefined) return undefined;
    if (typeof value === 'number' && Number.isInteger(value) && value >= 1) return value;
    this.refuse(field, `${field} is no whole number above 0`, 'Leave it out for no limit.');
    return undefined;
  }

  timeZone(field: string): string | undefined {
    const name = this.text(field);
    if (name === undefined || isTimeZone(name)) return name;
    this.refuse(field, `there is no time zone "${name}"`, 'Use a name such as Europe/Paris or UTC.');
    return undefined;
  }

  #time(field: string, text: string): WrittenTime | undefined {
    const time = parseWrittenTime(text);
    if (!time) this.refuse(field, `"${text}" is no date and time`, timeHint);
    return time;
  }
}

const dueHint = 'Give cron, every or at: "cron": "0 4 * * *" is every day at 04:00.';

function recurrenceOf(reader: Reader): Recurrence | undefined {
  const named = (['cron', 'every', 'at'] as const).filter((field) => reader.given(field) !== undefined);
  const [field, second] = named;
  if (second) {
    reader.refuse(second, `${named.join(' and ')} are given`, 'Keep one of cron, every and at.');
    return undefined;
  }
  switch (field) {
    case 'cron':
      return cronOf(reader);
    case 'every': {
      const intervalMs = reader.durationMs('every', intervalMsMin);
      return intervalMs === undefined ? undefined : { type: 'every', intervalMs };
    }
    case 'at':
      return { type: 'at', times: reader.times('at') };
    default:
      reader.refuse('cron', 'nothing says when it is due', dueHint);
      return undefined;
  }
}

const cronHint = 'Write minute hour day month weekday: 0 4 * * 1-5 is 04:00 on working days.';

function cronOf(reader: Reader): Recurrence | undefined {
  const text = reader.text('cron');
  if (text === undefined) return undefined;
  const parsed = parseCron(text);
  if (parsed.ok) return { type: 'cron', pattern: parsed.cron };
  reader.refuse('cron', `"${text}" is no cron expression: ${parsed.message}`, cronHint);
  return undefined;
}

/** Checks a scheduler's fields; answers all faults at once. */
export function parseSchedule(config: Config): ParsedSchedule {
  const reader = new Reader(config);
  const recurrence = recurrenceOf(reader);
  const rest = {
    timeZone: reader.timeZone('timeZone'),
    validFrom: reader.time('validFrom'),
    validUntil: reader.time('validUntil'),
    maxRuns: reader.count('maxRuns'),
    jitterMs: reader.durationMs('jitter', 0) ?? 0,
    gap: reader.oneOf('gap', ['next', 'skip'] as const) ?? 'next',
    repeated: reader.oneOf('repeated', ['first', 'both'] as const) ?? 'first',
  } satisfies Omit<Schedule, 'recurrence'>;
  if (!recurrence || reader.faults.length > 0) return { ok: false, faults: reader.faults };
  return { ok: true, schedule: { recurrence, ...rest } };
}

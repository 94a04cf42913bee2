import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../model/json.ts';
import { nextFiring, nextFirings } from './nextFiring.ts';
import { parseSchedule } from './schedule.ts';
import type { Schedule } from './schedule.ts';

function scheduleOf(config: Readonly<Record<string, Json>>): Schedule {
  const parsed = parseSchedule(config);
  return parsed.ok ? parsed.schedule : expect.fail(JSON.stringify(parsed.faults));
}

const iso = (instants: readonly number[]): string[] =>
  instants.map((instant) => new Date(instant).toISOString().replace(':00.000Z', 'Z'));

function firings(config: Readonly<Record<string, Json>>, timeZone: string, after: string, count: number): string[] {
  return iso(nextFirings(scheduleOf(config), Date.parse(after), count, timeZone));
}

describe('around clock changes', () => {
  test.each<[string, Readonly<Record<string, Json>>, string, string, string[]]>([
    [
      'Paris in winter',
      { cron: '0 2 * * *' },
      'Europe/Paris',
      '2026-01-30T12:00Z',
      ['2026-01-31T01:00Z', '2026-02-01T01:00Z'],
    ],
    [
      'Paris, 02:30 falls into the gap: once, at its end',
      { cron: '30 2 * * *' },
      'Europe/Paris',
      '2026-03-28T12:00Z',
      ['2026-03-29T01:00Z', '2026-03-30T00:30Z'],
    ],
    [
      'Paris, 02:30 falls into the gap: skipped',
      { cron: '30 2 * * *', gap: 'skip' },
      'Europe/Paris',
      '2026-03-28T12:00Z',
      ['2026-03-30T00:30Z'],
    ],
    [
      'Paris, every quarter of an hour: the end of the gap once',
      { cron: '*/15 * * * *' },
      'Europe/Paris',
      '2026-03-29T00:31Z',
      ['2026-03-29T00:45Z', '2026-03-29T01:00Z', '2026-03-29T01:15Z'],
    ],
    [
      'Paris, 02:30 is shown twice: the first',
      { cron: '30 2 * * *' },
      'Europe/Paris',
      '2026-10-24T12:00Z',
      ['2026-10-25T00:30Z', '2026-10-26T01:30Z'],
    ],
    [
      'Paris, 02:30 is shown twice: both',
      { cron: '30 2 * * *', repeated: 'both' },
      'Europe/Paris',
      '2026-10-24T12:00Z',
      ['2026-10-25T00:30Z', '2026-10-25T01:30Z', '2026-10-26T01:30Z'],
    ],
    [
      'Paris, half hours over the repeated hour: the first',
      { cron: '*/30 * * * *' },
      'Europe/Paris',
      '2026-10-25T00:10Z',
      ['2026-10-25T00:30Z', '2026-10-25T02:00Z', '2026-10-25T02:30Z'],
    ],
    [
      'Paris, half hours over the repeated hour: both',
      { cron: '*/30 * * * *', repeated: 'both' },
      'Europe/Paris',
      '2026-10-25T00:10Z',
      ['2026-10-25T00:30Z', '2026-10-25T01:00Z', '2026-10-25T01:30Z', '2026-10-25T02:00Z'],
    ],
    [
      'Paris, asked within the second showing: it is over',
      { cron: '30 2 * * *' },
      'Europe/Paris',
      '2026-10-25T01:10Z',
      ['2026-10-26T01:30Z'],
    ],
    [
      'New York, 02:30 falls into the gap',
      { cron: '30 2 * * *' },
      'America/New_York',
      '2026-03-07T12:00Z',
      ['2026-03-08T07:00Z', '2026-03-09T06:30Z'],
    ],
    [
      'New York, 01:30 is shown twice',
      { cron: '30 1 * * *' },
      'America/New_York',
      '2026-10-31T12:00Z',
      ['2026-11-01T05:30Z', '2026-11-02T06:30Z'],
    ],
    [
      'New York, midnight stays midnight',
      { cron: '0 0 * * 1' },
      'America/New_York',
      '2026-03-01T12:00Z',
      ['2026-03-02T05:00Z', '2026-03-09T04:00Z'],
    ],
    [
      'Kolkata knows no changes',
      { cron: '0 4 * * *' },
      'Asia/Kolkata',
      '2026-03-28T12:00Z',
      ['2026-03-28T22:30Z', '2026-03-29T22:30Z'],
    ],
    [
      'Lord Howe loses half an hour',
      { cron: '15 2 * * *' },
      'Australia/Lord_Howe',
      '2026-10-03T00:00Z',
      ['2026-10-03T15:30Z', '2026-10-04T15:15Z'],
    ],
    [
      'Lord Howe gains half an hour',
      { cron: '45 1 * * *', repeated: 'both' },
      'Australia/Lord_Howe',
      '2026-04-04T00:00Z',
      ['2026-04-04T14:45Z', '2026-04-04T15:15Z', '2026-04-05T15:15Z'],
    ],
    [
      'Samoa left out a whole day',
      { cron: '0 8 * * *' },
      'Pacific/Apia',
      '2011-12-29T00:00Z',
      ['2011-12-29T18:00Z', '2011-12-30T10:00Z', '2011-12-30T18:00Z'],
    ],
    [
      'the schedule has a zone of its own',
      { cron: '0 4 * * *', timeZone: 'Asia/Kolkata' },
      'Europe/Paris',
      '2026-03-28T12:00Z',
      ['2026-03-28T22:30Z'],
    ],
    [
      'a time in the gap that is written out',
      { at: '2026-03-29T02:30' },
      'Europe/Paris',
      '2026-01-01T00:00Z',
      ['2026-03-29T01:00Z'],
    ],
  ])('%s', (_, config, timeZone, after, expected) => {
    expect(firings(config, timeZone, after, expected.length)).toEqual(expected);
  });
});

describe('recurrences', () => {
  test.each<[string, Readonly<Record<string, Json>>, string, string[]]>([
    [
      'seconds come first in six fields',
      { cron: '30 0 4 * * *' },
      '2026-01-31T00:00Z',
      ['2026-01-31T04:00:30.000Z', '2026-02-01T04:00:30.000Z'],
    ],
    [
      'names, steps and lists',
      { cron: '0 4 1,15 JAN-MAR/2 *' },
      '2026-01-02T00:00Z',
      ['2026-01-15T04:00Z', '2026-03-01T04:00Z', '2026-03-15T04:00Z'],
    ],
    [
      'a day of the month or of the week',
      { cron: '0 0 13 * FRI' },
      '2026-02-10T00:00Z',
      ['2026-02-13T00:00Z', '2026-02-20T00:00Z'],
    ],
    ['the 29th of February', { cron: '0 0 29 2 *' }, '2026-01-01T00:00Z', ['2028-02-29T00:00Z', '2032-02-29T00:00Z']],
    [
      'an interval counts from the last due time',
      { every: '90m' },
      '2026-01-31T00:10Z',
      ['2026-01-31T01:40Z', '2026-01-31T03:10Z'],
    ],
    [
      'an interval counts from validFrom',
      { every: '1h', validFrom: '2026-01-01T00:15:00Z' },
      '2026-01-31T00:10Z',
      ['2026-01-31T00:15Z', '2026-01-31T01:15Z'],
    ],
    [
      'instants that are written out, in any order',
      { at: ['2026-03-01T00:00:00Z', '2026-02-01T00:00:00+01:00'] },
      '2026-01-31T00:00Z',
      ['2026-01-31T23:00Z', '2026-03-01T00:00Z'],
    ],
    [
      'nothing before validFrom, and validFrom itself',
      { cron: '0 4 * * *', validFrom: '2026-02-03T04:00:00Z' },
      '2026-01-31T00:00Z',
      ['2026-02-03T04:00Z', '2026-02-04T04:00Z'],
    ],
    [
      'nothing after validUntil, but validUntil itself',
      { cron: '0 4 * * *', validUntil: '2026-02-01T04:00:00Z' },
      '2026-01-31T00:00Z',
      ['2026-01-31T04:00Z', '2026-02-01T04:00Z'],
    ],
    [
      'no more than maxRuns',
      { every: '1h', maxRuns: 2 },
      '2026-01-31T00:00Z',
      ['2026-01-31T01:00Z', '2026-01-31T02:00Z'],
    ],
  ])('%s', (_, config, after, expected) => {
    expect(firings(config, 'UTC', after, expected.length)).toEqual(expected);
  });

  test('after maxRuns, or the last instant, there is no next', () => {
    expect(nextFiring(scheduleOf({ every: '1h', maxRuns: 2 }), 0, 'UTC', 2)).toBeUndefined();
    expect(nextFiring(scheduleOf({ at: '2026-01-01T00:00:00Z' }), Date.UTC(2026, 0, 1), 'UTC')).toBeUndefined();
    expect(
      nextFiring(scheduleOf({ cron: '0 4 * * *', validUntil: '2026-01-01' }), Date.UTC(2026, 0, 1), 'UTC'),
    ).toBeUndefined();
  });

  test('every second through a repeated hour stays quick', () => {
    const everySecond = scheduleOf({ cron: '* * * * * *' });
    const duringSecond = Date.parse('2026-10-25T01:00:00.500Z');
    expect(nextFiring(everySecond, duringSecond, 'Europe/Paris')).toBe(Date.parse('2026-10-25T02:00:00Z'));
  });
});

/** A day and a half to each side of a clock change, minute by minute: what a clock on the wall shows. */
const minuteMs = 60_000;
const changes = [
  ['Europe/Paris', '2026-03-29T01:00Z'],
  ['Europe/Paris', '2026-10-25T01:00Z'],
  ['America/New_York', '2026-03-08T07:00Z'],
  ['America/New_York', '2026-11-01T06:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00Z'],
  ['Australia/Lord_Howe', '2026-10-03T15:30Z'],
  ['Asia/Kolkata', '2026-03-29T01:00Z'],
  ['Pacific/Apia', '2011-12-30T10:00Z'],
] as const;

interface Minute {
  readonly instant: number;
  readonly hour: number;
  readonly minute: number;
  readonly shown: string;
}

function walk(timeZone: string, around: number): Minute[] {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return Array.from({ length: 3 * 24 * 60 }, (_, index) => {
    const instant = around + (index - 36 * 60) * minuteMs;
    const shown = clock.format(new Date(instant));
    return { instant, shown, hour: Number(shown.slice(11, 13)), minute: Number(shown.slice(14, 16)) };
  });
}

const walks = changes.map(([timeZone, around]) => ({ timeZone, minutes: walk(timeZone, Date.parse(around)) }));
const shownMs = (shown: string): number => Date.parse(`${shown.replace(' ', 'T')}:00Z`);

interface Times {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly gap: 'next' | 'skip';
  readonly repeated: 'first' | 'both';
}

/** Goes through the minutes as a person with a clock would. */
function expectedFirings(minutes: readonly Minute[], times: Times): number[] {
  const matches = (hour: number, minute: number): boolean =>
    times.hours.includes(hour) && times.minutes.includes(minute);
  const latest: { shown: number } = { shown: Number.NEGATIVE_INFINITY };
  return minutes.flatMap((now, index) => {
    const before = minutes[index - 1];
    const shown = shownMs(now.shown);
    const again = shown <= latest.shown;
    latest.shown = Math.max(latest.shown, shown);
    const missing = before ? range(shownMs(before.shown) + minuteMs, shown) : [];
    const missed =
      times.gap === 'next' &&
      missing.some((wall) => matches(new Date(wall).getUTCHours(), new Date(wall).getUTCMinutes()));
    const fires = matches(now.hour, now.minute) && (times.repeated === 'both' || !again);
    return missed || fires ? [now.instant] : [];
  });
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, (to - from) / minuteMs) }, (_, index) => from + index * minuteMs);
}

// Caught: a firstRepeated that looked from the wall time of `afterMs`, and lost the second showing of earlier minutes.
test('firings are those that a walk minute by minute finds', () => {
  const times = fc.record({
    minutes: fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { minLength: 1, maxLength: 5 }),
    hours: fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 1, maxLength: 24 }),
    gap: fc.constantFrom('next' as const, 'skip' as const),
    repeated: fc.constantFrom('first' as const, 'both' as const),
  });
  fc.assert(
    fc.property(
      times,
      fc.constantFrom(...walks),
      fc.integer({ min: 0, max: 24 * 60 }),
      (chosen, { timeZone, minutes }, skipped) => {
        const from = minutes[skipped]?.instant ?? 0;
        const expected = expectedFirings(minutes, chosen).filter((instant) => instant > from);
        const { gap, repeated } = chosen;
        const schedule = scheduleOf({
          cron: `${chosen.minutes.join(',')} ${chosen.hours.join(',')} * * *`,
          gap,
          repeated,
        });
        expect(iso(nextFirings(schedule, from, expected.length, timeZone))).toEqual(iso(expected));
      },
    ),
    { numRuns: 150 },
  );
});

import { describe, expect, it } from 'vitest';
import { invariant } from '../../../engine/invariant.ts';
import { nextFiring } from '../../../engine/time/nextFiring.ts';
import { parseSchedule } from '../../../engine/time/schedule.ts';
import { firingsIn } from './firingsIn.ts';

interface Given {
  readonly schedule: Parameters<typeof parseSchedule>[0];
  readonly timeZone?: string;
  /** When it is due next. */
  readonly due: string;
  readonly runs?: number;
}

const scheduleOf = (config: Given['schedule']) => {
  const parsed = parseSchedule(config);
  invariant(parsed.ok, 'the schedule of a test is valid');
  return parsed.schedule;
};

function firings({ schedule, timeZone = 'UTC', due, runs = 0 }: Given, from: string, until: string, most = 2_000) {
  const range = { fromMs: Date.parse(from), untilMs: Date.parse(until) };
  const stored = { dueAtMs: Date.parse(due), runs };
  return firingsIn({ schedule: scheduleOf(schedule), timeZone }, { range, stored, most });
}

/** By the engine's own steps, one after another. */
function walk({ schedule, timeZone = 'UTC', due, runs = 0 }: Given, from: string, until: string): readonly number[] {
  const times: number[] = [];
  let next: number | undefined = Date.parse(due);
  for (let count = runs; next !== undefined && next < Date.parse(until);) {
    if (next >= Date.parse(from)) times.push(next);
    count += 1;
    next = nextFiring(scheduleOf(schedule), next, timeZone, count);
  }
  return times;
}

const Paris = 'Europe/Paris';
const spring = ['2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'] as const;
const autumn = ['2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'] as const;
const plain = ['2026-06-10T22:00:00Z', '2026-06-11T22:00:00Z'] as const;

describe('the firings of a day', () => {
  it.each<readonly [what: string, given: Given, range: readonly [string, string], count: number]>([
    ['every five minutes', { schedule: { cron: '*/5 * * * *' }, due: '2026-06-10T20:00:00Z' }, plain, 288],
    ['at an hour', { schedule: { cron: '0 4 * * *' }, timeZone: Paris, due: '2026-03-02T03:00:00Z' }, plain, 1],
    ['on other days', { schedule: { cron: '0 4 * * 1' }, timeZone: Paris, due: '2026-03-02T03:00:00Z' }, plain, 0],
    [
      'every five minutes of a day of 23 hours',
      { schedule: { cron: '*/5 * * * *' }, timeZone: Paris, due: '2026-03-28T20:00:00Z' },
      spring,
      276,
    ],
    [
      'every five minutes of a day of 25 hours, those that are repeated once',
      { schedule: { cron: '*/5 * * * *' }, timeZone: Paris, due: '2026-10-24T20:00:00Z' },
      autumn,
      288,
    ],
    [
      'and twice where the schedule says so',
      { schedule: { cron: '*/5 * * * *', repeated: 'both' }, timeZone: Paris, due: '2026-10-24T20:00:00Z' },
      autumn,
      300,
    ],
    [
      'in the gap, at its end',
      { schedule: { cron: '30 2 * * *' }, timeZone: Paris, due: '2026-03-28T01:30:00Z' },
      spring,
      1,
    ],
    ['an interval in its own rhythm', { schedule: { every: '7h' }, due: '2026-06-01T01:00:00Z' }, plain, 4],
    [
      'an interval until it is over',
      { schedule: { every: '1h', validUntil: '2026-06-11T01:30:00Z' }, due: '2026-06-10T20:30:00Z' },
      plain,
      4,
    ],
    [
      'a rhythm of days that are over',
      { schedule: { cron: '0 * * * *', validUntil: '2026-06-11T01:30:00Z' }, due: '2026-06-01T00:00:00Z' },
      plain,
      4,
    ],
    ['the last of so many', { schedule: { every: '1d', maxRuns: 12 }, due: '2026-06-01T04:00:00Z', runs: 1 }, plain, 1],
    [
      'no more when there have been so many',
      { schedule: { every: '1d', maxRuns: 11 }, due: '2026-06-01T04:00:00Z', runs: 1 },
      plain,
      0,
    ],
    [
      'at set times',
      { schedule: { at: ['2026-06-11T04:00', '2026-06-11T05:00', '2026-07-01'] }, due: '2026-06-11T04:00:00Z' },
      plain,
      2,
    ],
    ['that are due later', { schedule: { every: '5m' }, due: '2026-06-11T21:50:00Z' }, plain, 2],
  ])('are those that the engine would walk to: %s', (_what, given, [from, until], count) => {
    const { times, more } = firings(given, from, until);
    expect([times.length, more]).toEqual([count, false]);
    expect(times).toEqual(walk(given, from, until));
  });

  it('are counted up to a bound', () => {
    const everySecond = { schedule: { cron: '* * * * * *' }, due: '2026-06-01T00:00:00Z' };
    const { times, more } = firings(everySecond, ...plain, 100);
    expect([times.length, times[0], more]).toEqual([100, Date.parse(plain[0]), true]);
    expect(firings({ schedule: { every: '1s' }, due: '2020-01-01T00:00:00Z' }, ...plain, 100).times).toHaveLength(100);
  });
});

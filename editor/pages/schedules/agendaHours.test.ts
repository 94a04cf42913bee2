import { describe, expect, it } from 'vitest';
import { dayAfter, dayAt, differs, hoursOf } from './agendaHours.ts';

const entry = (firstAt: string, count = 1) => ({
  ...{ workflow: 'load', activity: 'clock', more: false },
  ...{ firstAt, lastAt: firstAt, count },
});
const written = (times: readonly string[], zone: string) =>
  hoursOf(
    times.map((time) => entry(time)),
    zone,
  ).map(({ startsAtMs, entries }) => [new Date(startsAtMs).toISOString().slice(11, 16), entries.length]);

describe('the hours of an agenda', () => {
  it('hold what fires in them, by the clocks of the viewer', () => {
    const times = ['2026-06-11T04:00:00Z', '2026-06-11T04:50:00Z', '2026-06-11T05:10:00Z'];
    expect(written(times, 'UTC')).toEqual([
      ['04:00', 2],
      ['05:00', 1],
    ]);
    // An hour begins there at a quarter past ours.
    expect(written(times, 'Asia/Kathmandu')).toEqual([
      ['03:15', 1],
      ['04:15', 2],
    ]);
  });

  it('come twice where clocks are put back', () => {
    const times = ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'];
    expect(written(times, 'Europe/Paris')).toEqual([
      ['00:00', 1],
      ['01:00', 1],
    ]);
  });

  it('leave out what is told together', () => {
    expect(hoursOf([entry('2026-06-11T04:00:00Z', 288)], 'UTC')).toEqual([]);
  });
});

it.each([
  ['2026-06-11T04:00:00Z', 'Europe/Paris', 'Europe/Berlin', false],
  ['2026-01-11T04:00:00Z', 'Europe/London', 'UTC', false],
  ['2026-06-11T04:00:00Z', 'Europe/London', 'UTC', true],
])('at %s the clocks of %s and %s differ: %s', (at, one, other, expected) => {
  expect(differs(at, one, other)).toBe(expected);
});

it('days follow each other also where clocks change', () => {
  expect([dayAfter('2026-03-28', 1), dayAfter('2026-03-29', 1), dayAfter('2026-03-01', -1)]).toEqual([
    '2026-03-29',
    '2026-03-30',
    '2026-02-28',
  ]);
  expect(dayAt(Date.parse('2026-06-10T22:30:00Z'), 'Europe/Paris')).toBe('2026-06-11');
});

import { describe, expect, test } from 'vitest';
import type { Json } from '../model/json.ts';
import { jitterMs } from './jitter.ts';
import { parseSchedule, parseWrittenTime } from './schedule.ts';
import { isTimeZone } from './zone.ts';

describe('what a schedule cannot be', () => {
  test.each<[Readonly<Record<string, Json>>, string, string]>([
    [{}, 'cron', 'nothing says'],
    [{ cron: '61 * * * *' }, 'cron', '61'],
    [{ cron: '* * * *' }, 'cron', '4 of the 5 or 6 fields'],
    [{ cron: '0 0 1 1 * 2026 1' }, 'cron', '7 of the 5 or 6 fields'],
    [{ cron: '@daily' }, 'cron', 'nickname'],
    [{ cron: '0 0 30 2 *' }, 'cron', 'no day matches'],
    [{ cron: 'every day' }, 'cron', ''],
    [{ cron: 5 }, 'cron', 'text'],
    [{ cron: '0 4 * * *', every: '1h' }, 'every', 'cron and every'],
    [{ every: 'a while' }, 'every', 'no duration'],
    [{ every: '10ms' }, 'every', 'too short'],
    [{ at: 'tomorrow' }, 'at', 'no date'],
    [{ at: '2026-02-30T00:00:00Z' }, 'at', 'no date'],
    [{ at: ['2026-02-01T00:00:00Z', 'noon'] }, 'at', 'noon'],
    [{ every: '1h', timeZone: 'Mars/Olympus' }, 'timeZone', 'no time zone'],
    [{ every: '1h', validFrom: '31/01/2026' }, 'validFrom', 'no date'],
    [{ every: '1h', maxRuns: 0 }, 'maxRuns', 'whole number'],
    [{ every: '1h', jitter: 'some' }, 'jitter', 'no duration'],
    [{ every: '1h', gap: 'later' }, 'gap', 'later'],
    [{ every: '1h', repeated: 'never' }, 'repeated', 'never'],
  ])('%j: %s', (config, field, words) => {
    const parsed = parseSchedule(config);
    expect(parsed.ok ? [] : parsed.faults.map((fault) => fault.field)).toEqual([field]);
    expect(parsed.ok ? '' : parsed.faults[0]?.message).toContain(words);
    expect(parsed.ok ? '' : parsed.faults[0]?.hint).not.toBe('');
  });

  test('all faults are told at once', () => {
    const parsed = parseSchedule({ cron: 'x', timeZone: 'y', validUntil: 'z' });
    expect(parsed.ok ? [] : parsed.faults.map((fault) => fault.field)).toEqual(['cron', 'timeZone', 'validUntil']);
  });
});

test('written times are instants with a zone and wall times without', () => {
  expect(parseWrittenTime('2026-01-31T04:00:00.5+01:00')).toEqual({ instantMs: Date.UTC(2026, 0, 31, 3, 0, 0, 500) });
  expect(parseWrittenTime('2026-01-31T04:00')).toEqual({ wallMs: Date.UTC(2026, 0, 31, 4) });
  expect(parseWrittenTime('2026-01-31')).toEqual({ wallMs: Date.UTC(2026, 0, 31) });
  expect(parseWrittenTime('2026-01-31T25:00')).toBeUndefined();
});

test('a time zone is a name of the IANA database', () => {
  expect(['Europe/Paris', 'UTC', 'Asia/Kolkata'].every(isTimeZone)).toBe(true);
  expect(['', '+01:00', 'Paris', 'Europe/'].some(isTimeZone)).toBe(false);
});

test('jitter is the same for the same seed, stays below its bound and spreads', () => {
  const parsed = parseSchedule({ every: '1h', jitter: '10m' });
  if (!parsed.ok) expect.fail('the schedule is valid');
  const delays = Array.from({ length: 1_000 }, (_, seed) => jitterMs(parsed.schedule, seed));
  expect(delays).toEqual(Array.from({ length: 1_000 }, (_, seed) => jitterMs(parsed.schedule, seed)));
  expect(delays.every((delay) => delay >= 0 && delay < 600_000)).toBe(true);
  expect(new Set(delays.map((delay) => Math.floor(delay / 60_000))).size).toBe(10);
});

import { describe, expect, it } from 'vitest';
import type { Json } from '../../engine/model/json.ts';
import { nextFiring } from '../../engine/time/nextFiring.ts';
import { parseSchedule } from '../../engine/time/schedule.ts';
import { createRandom, freshSeed } from '../support/random.ts';
import { changeDays, clocksOf, drawCron, dueInstants, walk, wallOf, type Policies } from './zoneOracle.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;
const isLong = process.env['TEST_LONG'] !== undefined;
const zones = Intl.supportedValuesOf('timeZone');
const allPolicies: readonly Policies[] = [
  { gap: 'next', repeated: 'first' },
  { gap: 'next', repeated: 'both' },
  { gap: 'skip', repeated: 'first' },
  { gap: 'skip', repeated: 'both' },
];
const years = Array.from({ length: 13 }, (_, index) => 2018 + index);
const seed = freshSeed('zones');

/** All that the engine says of a schedule within a time. */
function firings(
  config: Record<string, Json>,
  timeZone: string,
  [fromMs, untilMs]: readonly [number, number],
): number[] {
  const parsed = parseSchedule(config);
  if (!parsed.ok) return expect.fail(JSON.stringify(parsed.faults));
  const found: number[] = [];
  const next = (afterMs: number): number => nextFiring(parsed.schedule, afterMs, timeZone) ?? Infinity;
  for (let due = next(fromMs - 1); due < untilMs; due = next(due)) found.push(due);
  return found;
}

type Window = readonly [number, number];
type Below = (limit: number) => number;
const around = (day: number): Window => [day - 8 * hourMs, day + 32 * hourMs];

/** Where to look in each zone: around a change of its clocks in a sampled year; anywhere where there is none. */
function sampledWindow(timeZone: string, below: Below): Window {
  const year = below(2) === 0 ? 1980 + below(58) : 2015 + below(16);
  const days = changeDays(timeZone, year);
  return around(days[below(days.length)] ?? Date.UTC(year, below(12), 1 + below(28)));
}

/** One zone, any, of all whose clocks went alike in `years`: most names are others of the same clocks. */
function differingZones(below: Below): readonly string[] {
  const alike = new Map<string, string[]>();
  for (const timeZone of zones) {
    const clocks = clocksOf(timeZone, years);
    alike.set(clocks, [...(alike.get(clocks) ?? []), timeZone]);
  }
  return [...alike.values()].flatMap((same) => same[below(same.length)] ?? []);
}

const written = (wallMs: number): string => new Date(wallMs).toISOString().slice(0, 16);
const iso = (instants: readonly number[]): string[] => instants.map((instant) => new Date(instant).toISOString());

/** A wall time near a change: in its gap where it has one, or any minute. */
function drawWall(minutes: ReturnType<typeof walk>, below: (limit: number) => number): number {
  const skipped = minutes.flatMap((minute) => minute.skipped);
  const repeated = minutes.filter(({ isRepeated }) => isRepeated).map(({ wallMs }) => wallMs);
  const special = [...skipped, ...repeated];
  const any = minutes[below(minutes.length)]?.wallMs ?? 0;
  return special.length > 0 && below(2) === 0 ? (special[below(special.length)] ?? any) : any;
}

function checkWindow(timeZone: string, window: Window, below: Below): void {
  const minutes = walk(timeZone, ...window);
  const cron = drawCron(below);
  const walls = new Set([drawWall(minutes, below), drawWall(minutes, below)]);
  const policies = isLong ? allPolicies : [allPolicies[below(4)] ?? expect.fail('four policies')];
  for (const policy of policies) {
    const told = (config: Record<string, Json>) =>
      `${timeZone} ${JSON.stringify({ ...config, ...policy })} from ${iso([window[0]]).join('')}`;
    const byCron = { cron: cron.text, ...policy };
    expect(iso(firings(byCron, timeZone, window)), told(byCron)).toEqual(
      iso(dueInstants(minutes, policy, cron.matches)),
    );
    const byAt = { at: [...walls].map(written), ...policy };
    expect(iso(firings(byAt, timeZone, window)), told(byAt)).toEqual(
      iso(dueInstants(minutes, policy, (wallMs) => walls.has(wallMs))),
    );
  }
  const [anchor = 0] = dueInstants(minutes, { gap: 'next', repeated: 'first' }, (wallMs) => walls.has(wallMs));
  const first = [...walls].find((wallMs) => minutes.some((one) => one.instantMs === anchor && shows(one, wallMs)));
  const every = { every: '45m', validFrom: written(first ?? 0) };
  const expected = Array.from({ length: 60 }, (_, index) => anchor + index * 45 * minuteMs);
  expect(iso(firings(every, timeZone, window)), `${timeZone} ${JSON.stringify(every)}`).toEqual(
    iso(expected.filter((instant) => instant < window[1])),
  );
}

const shows = ({ wallMs, skipped }: ReturnType<typeof walk>[number], wanted: number): boolean =>
  wallMs === wanted || skipped.includes(wanted);

describe('the clocks of all zones', () => {
  // Caught: nextFiring.ts, instantsFor answering the second instant of a repeated hour for "first".
  it('[S14] cron, at and every are due when a walk over the minutes says so, through every change of the clocks', () => {
    const { below } = createRandom(seed);
    expect(zones.length).toBeGreaterThan(400);
    for (const timeZone of zones) checkWindow(timeZone, sampledWindow(timeZone, below), below);
  }, 240_000);

  it.runIf(isLong)(
    '[S14] every change of the clocks from 2018 to 2030 is walked through once in all zones that share it',
    () => {
      const { below } = createRandom(seed);
      const differing = differingZones(below);
      expect(differing.length).toBeGreaterThan(60);
      for (const timeZone of differing)
        for (const day of years.flatMap((year) => changeDays(timeZone, year)))
          checkWindow(timeZone, around(day), below);
    },
    600_000,
  );

  it('the walk itself sees the gap, the repeated hour and the day that Samoa left out', () => {
    const paris = walk('Europe/Paris', Date.UTC(2026, 2, 29), Date.UTC(2026, 2, 29, 3));
    expect(paris.flatMap(({ skipped }) => skipped)).toHaveLength(60);
    const autumn = walk('Europe/Paris', Date.UTC(2026, 9, 25), Date.UTC(2026, 9, 25, 3));
    expect(autumn.filter(({ isRepeated }) => isRepeated)).toHaveLength(60);
    const samoa = walk('Pacific/Apia', Date.UTC(2011, 11, 30, 9), Date.UTC(2011, 11, 30, 11));
    expect(samoa.flatMap(({ skipped }) => skipped)).toHaveLength(24 * 60);
    expect(written(wallOf(Date.UTC(2026, 0, 1), 'Asia/Kathmandu'))).toBe('2026-01-01T05:45');
  });
});

import { expect, it } from 'vitest';
import { nextCell, type GridKey } from './gridWalk.ts';

const cell = (time: string) => ({
  startsAt: `2026-06-11T${time}:00.000Z`,
  minute: Number(time.slice(3)),
  workflows: 0,
  runs: 0,
});
const row = (hour: number, ...times: readonly string[]) => ({
  startsAt: `2026-06-11T${times[0] ?? ''}:00.000Z`,
  ...{ hour, offset: '+00:00', cells: times.map(cell) },
});
/** Three hours, of which the last has only begun; the second lacks its first five minutes. */
const map = {
  asOf: '2026-06-11T02:02:00.000Z',
  rows: [row(0, '00:00', '00:05', '00:55'), row(1, '01:05', '01:55'), row(2, '02:00', '02:05')],
};

it.each<readonly [from: string, key: GridKey, to: string]>([
  ['00:00', 'right', '00:05'],
  ['00:55', 'right', '01:05'],
  ['01:05', 'left', '00:55'],
  ['00:00', 'left', '00:00'],
  ['00:05', 'down', '01:05'],
  ['01:55', 'up', '00:55'],
  // There is no such cell, or not yet.
  ['00:00', 'down', '00:00'],
  ['01:05', 'down', '01:05'],
  ['02:00', 'right', '02:00'],
  ['00:05', 'first', '00:00'],
  ['00:05', 'last', '00:55'],
  ['02:00', 'last', '02:00'],
])('from %s the key %s leads to %s', (from, key, to) => {
  expect(nextCell(map, cell(from).startsAt, key)).toBe(cell(to).startsAt);
});

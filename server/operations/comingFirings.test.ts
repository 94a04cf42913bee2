import { expect, it } from 'vitest';
import { kinds } from '../../definitions/registry/kinds.generated.ts';
import { definitionSchema } from '../../engine/model/definition.ts';
import { comingFirings } from './comingFirings.ts';
import type { StoredSchedules } from './ports/engineReader.ts';

/** The next four times of a scheduler, as seen at noon in winter. */
function coming(scheduler: Readonly<Record<string, unknown>>, stored: StoredSchedules = new Map(), from = noon) {
  const definition = definitionSchema.parse({
    name: 'clockwork',
    timeZone: 'Europe/Paris',
    activities: { clock: { type: 'scheduler', ...scheduler }, done: { type: 'end' } },
    transitions: [{ from: 'clock', to: 'done' }],
  });
  const all = comingFirings({ kinds, definition, count: 4, nowMs: Date.parse(from), stored });
  return all.map(({ dueAtMs }) => new Date(dueAtMs).toISOString().slice(0, 16));
}
const noon = '2026-01-31T12:00:00Z';
const storedOf = (dueAt: string | undefined, runs: number): StoredSchedules =>
  new Map([['clock', { runs, ...(dueAt !== undefined && { dueAtMs: Date.parse(dueAt) }) }]]);

it('a schedule that was never started would fire from now on', () => {
  expect(coming({ every: '6h' })).toEqual([
    '2026-01-31T18:00',
    '2026-02-01T00:00',
    '2026-02-01T06:00',
    '2026-02-01T12:00',
  ]);
});

it('an armed interval is shown in its own rhythm', () => {
  expect(coming({ every: '6h' }, storedOf('2026-01-31T14:30:00Z', 3)).slice(0, 2)).toEqual([
    '2026-01-31T14:30',
    '2026-01-31T20:30',
  ]);
});

it('what has fired counts for maxRuns', () => {
  expect(coming({ every: '6h', maxRuns: 5 }, storedOf('2026-01-31T14:30:00Z', 3))).toEqual([
    '2026-01-31T14:30',
    '2026-01-31T20:30',
  ]);
  expect(coming({ every: '6h', maxRuns: 5 }, storedOf(undefined, 5))).toEqual([]);
});

it('nothing comes after validUntil', () => {
  expect(coming({ cron: '0 6 * * *', validUntil: '2026-02-02T06:00:00+01:00' })).toEqual([
    '2026-02-01T05:00',
    '2026-02-02T05:00',
  ]);
});

it.each([
  ['next', ['2026-03-28T01:30', '2026-03-29T01:00', '2026-03-30T00:30', '2026-03-31T00:30']],
  ['skip', ['2026-03-28T01:30', '2026-03-30T00:30', '2026-03-31T00:30', '2026-04-01T00:30']],
])('clocks that are put forward are shown as the schedule says: %s', (gap, expected) => {
  expect(coming({ cron: '30 2 * * *', gap }, new Map(), '2026-03-27T12:00:00Z')).toEqual(expected);
});

import { describe, expect, it } from 'vitest';
import { invariant } from '../../../engine/invariant.ts';
import { activityIdSchema } from '../../../engine/model/ids.ts';
import { parseSchedule } from '../../../engine/time/schedule.ts';
import { agendaOf, foldFirings, type ArmedScheduler } from './agenda.ts';

const of = { workflow: 'load', activity: 'clock' };
const hours = (...at: readonly number[]) => at.map((hour) => Date.UTC(2026, 5, 11, hour));

describe('the firings of one schedule on one day', () => {
  it.each([
    ['none', [], []],
    ['few: each for itself', [4, 8, 12, 16, 20, 22], [1, 1, 1, 1, 1, 1]],
    ['many: together', [1, 4, 7, 10, 13, 16, 19], [7]],
    ['each hour: together, also where the day has few left', [22, 23], [2]],
  ])('are told: %s', (_what, at, counts) => {
    const entries = foldFirings(of, { times: hours(...at), more: false });
    expect(entries.map(({ count }) => count)).toEqual(counts);
    const [first, last] = [entries[0]?.firstAt, entries.at(-1)?.lastAt];
    expect([first, last]).toEqual([at[0], at.at(-1)].map((hour) => hour && new Date(hours(hour)[0]!).toISOString()));
  });

  it('say that there are more than were counted', () => {
    expect(foldFirings(of, { times: hours(1, 2, 3, 4, 5, 6, 7), more: true })).toMatchObject([
      { count: 7, more: true },
    ]);
  });
});

describe('the agenda', () => {
  const armed = (cron: string, due: string): ArmedScheduler => {
    const parsed = parseSchedule({ cron });
    invariant(parsed.ok, 'the schedule of a test is valid');
    const scheduler = { activity: activityIdSchema.parse('clock'), schedule: parsed.schedule, timeZone: 'UTC' };
    return { ...scheduler, rhythm: '', overlap: 'skip', workflow: cron, stored: { dueAtMs: Date.parse(due), runs: 0 } };
  };
  const query = { days: 2, zone: 'Europe/Paris' };

  it('begins with the viewer’s today, and now', () => {
    // In Paris it is the eleventh already.
    const nowMs = Date.parse('2026-06-10T22:30:00Z');
    const { days } = agendaOf([armed('0,45 * * * *', '2026-06-10T22:45:00Z')], query, nowMs);
    expect(days.map(({ day, entries }) => [day, entries[0]?.firstAt, entries[0]?.count])).toEqual([
      ['2026-06-11', '2026-06-10T22:45:00.000Z', 47],
      ['2026-06-12', '2026-06-11T22:00:00.000Z', 48],
    ]);
  });

  it('marks days with a clock change, and puts what comes first first', () => {
    const nowMs = Date.parse('2026-03-28T12:00:00Z');
    const [late, early] = [armed('0 5 * * *', '2026-03-29T05:00:00Z'), armed('0 3 * * *', '2026-03-29T03:00:00Z')];
    const { days } = agendaOf([late, early], { ...query, from: '2026-03-29' }, nowMs);
    expect(days.map(({ change }) => change?.byMinutes)).toEqual([60, undefined]);
    expect(days[0]?.entries.map(({ workflow }) => workflow)).toEqual(['0 3 * * *', '0 5 * * *']);
  });
});

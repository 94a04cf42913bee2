import { describe, expect, it } from 'vitest';
import { cellCount, changeWithin, countCells, rangeOfDay, rowsOfDay } from './heatDay.ts';

const nothing = { workflows: [], runs: [] };
const rowsOf = (day: string, timeZone: string) => rowsOfDay(rangeOfDay(day, timeZone), timeZone, nothing);
const written = (day: string, timeZone: string) => rowsOf(day, timeZone).map(({ hour, offset }) => `${hour}${offset}`);

describe('the cells of a day', () => {
  it.each([
    ['2026-11-22', 'UTC', 24, 288],
    ['2026-11-22', 'Asia/Kathmandu', 24, 288],
    // Clocks go forward: an hour is missing.
    ['2026-03-29', 'Europe/Paris', 23, 276],
    // At midnight itself: the day begins at one o'clock.
    ['2026-04-24', 'Africa/Cairo', 23, 276],
    // Clocks go back: an hour comes twice.
    ['2026-10-25', 'Europe/Paris', 25, 300],
    ['2026-11-01', 'America/New_York', 25, 300],
    // By half an hour.
    ['2026-04-05', 'Australia/Lord_Howe', 25, 294],
    ['2026-10-04', 'Australia/Lord_Howe', 24, 282],
    // A day that the clocks of Samoa left out.
    ['2011-12-30', 'Pacific/Apia', 0, 0],
  ])('of %s in %s are in so many rows', (day, timeZone, rows, cells) => {
    const found = rowsOf(day, timeZone);
    expect([found.length, cellCount(rangeOfDay(day, timeZone))]).toEqual([rows, cells]);
    expect(found.flatMap((row) => row.cells)).toHaveLength(cells);
  });

  it('show the hour that is missing by its absence, and the one that comes twice by its offset', () => {
    expect(written('2026-03-29', 'Europe/Paris').slice(0, 4)).toEqual(['0+01:00', '1+01:00', '3+02:00', '4+02:00']);
    expect(written('2026-10-25', 'Europe/Paris').slice(1, 5)).toEqual(['1+02:00', '2+02:00', '2+01:00', '3+01:00']);
    expect(written('2026-04-24', 'Africa/Cairo')[0]).toBe('1+03:00');
    expect(written('2026-11-22', 'America/St_Johns')[0]).toBe('0-03:30');
  });

  it('stand under the minute at which they begin, also where half an hour comes twice', () => {
    const [, again] = rowsOf('2026-04-05', 'Australia/Lord_Howe').filter(({ hour }) => hour === 1);
    expect(again?.cells.map(({ minute }) => minute)).toEqual([30, 35, 40, 45, 50, 55]);
  });

  it.each([
    ['2026-03-29', 'Europe/Paris', { at: '2026-03-29T01:00:00.000Z', byMinutes: 60 }],
    ['2026-10-25', 'Europe/Paris', { at: '2026-10-25T01:00:00.000Z', byMinutes: -60 }],
    ['2026-04-24', 'Africa/Cairo', { at: '2026-04-23T22:00:00.000Z', byMinutes: 60 }],
    ['2026-04-05', 'Australia/Lord_Howe', { at: '2026-04-04T15:00:00.000Z', byMinutes: -30 }],
    ['2026-03-28', 'Europe/Paris', null],
    ['2026-03-30', 'Europe/Paris', null],
    ['2026-03-29', 'UTC', null],
  ])('of %s in %s know of a clock change', (day, timeZone, change) => {
    expect(changeWithin(rangeOfDay(day, timeZone), timeZone)).toEqual(change);
  });
});

describe('what ran in a cell', () => {
  const span = (workflow: string, first: number, last: number, runs = 1) => ({ workflow, first, last, runs });

  it.each([
    ['nothing', [], [0, 0, 0, 0], [0, 0, 0, 0]],
    ['one run, its first and last cells among them', [span('a', 1, 2)], [0, 1, 1, 0], [0, 1, 1, 0]],
    ['a run that lasts to the end', [span('a', 2, 3)], [0, 0, 1, 1], [0, 0, 1, 1]],
    ['several runs of one workflow once', [span('a', 0, 0, 7), span('a', 0, 1)], [1, 1, 0, 0], [8, 1, 0, 0]],
    ['workflows that ran together', [span('a', 0, 2), span('b', 1, 1, 2)], [1, 2, 1, 0], [1, 3, 1, 0]],
    ['runs that touch', [span('a', 0, 1), span('a', 2, 3)], [1, 1, 1, 1], [1, 1, 1, 1]],
  ])('is counted: %s', (_what, spans, workflows, runs) => {
    expect(countCells(spans, 4)).toEqual({ workflows, runs });
  });
});

import { expect, test } from 'vitest';
import { entrySchema, type Entry } from '../../../engine/model/entry.ts';
import { passingsOf, shownAtFirst } from './passings.ts';

const passed = (seq: number, path: string, given: object = {}): Entry => {
  const [from, outlet, to] = path.split(':');
  const event = { id: `e${seq}`, task: `t${seq}`, from, outlet, to, vars: {}, rounds: {}, ...given };
  return entrySchema.parse({ type: 'eventCreated', seq, atMs: seq * 1_000, event });
};

const found = { workTable: { name: 'w_1', recordCount: 574 } };
const handedOn = { inherited: { find: { name: 'w_1', recordCount: 574 } } };
const other = { workTable: { name: 'w_2', recordCount: 3 } };

const history = [
  passed(1, 'start:default:find'),
  passed(2, 'find:default:check', found),
  passed(3, 'check:ok:send', handedOn),
  passed(4, 'find:default:check', other),
];

const told = (about: Parameters<typeof passingsOf>[1]) =>
  passingsOf(history, about).map(({ atMs, rows }) => [atMs / 1_000, rows?.event, rows?.count, rows?.handedOn]);

test('a transition tells each of its passings with its rows, the newest first', () => {
  expect(told({ transition: 'find:default:check' })).toEqual([
    [4, 'e4', 3, false],
    [2, 'e2', 574, false],
  ]);
});

test('rows that are handed on are read where they were made', () => {
  expect(told({ transition: 'check:ok:send' })).toEqual([[3, 'e2', 574, true]]);
});

test('an activity tells what left it, and what came to it where nothing has left', () => {
  expect(told({ activity: 'check' })).toEqual([[3, 'e2', 574, true]]);
  expect(told({ activity: 'send' })).toEqual([[3, 'e2', 574, true]]);
});

test('an event without rows tells that it has none', () => {
  expect(told({ transition: 'start:default:find' })).toEqual([[1, undefined, undefined, undefined]]);
});

test('an event that hands two work tables on stands once for each', () => {
  const two = { inherited: { find: { name: 'w_1', recordCount: 574 }, late: { name: 'w_2', recordCount: 3 } } };
  const passings = passingsOf([...history, passed(5, 'both:default:end', two)], { activity: 'both' });
  expect(passings.map(({ key, rows }) => [key, rows?.event])).toEqual([
    ['e5 find', 'e2'],
    ['e5 late', 'e4'],
  ]);
});

test('the newest passing that made rows is shown at first, else the newest', () => {
  const all = passingsOf([...history, passed(5, 'check:ok:send', handedOn), passed(6, 'send:default:end')], {});
  expect(shownAtFirst(all)?.atMs).toBe(4_000);
  expect(shownAtFirst(passingsOf(history, { transition: 'start:default:find' }))?.atMs).toBe(1_000);
  expect(shownAtFirst([])).toBeUndefined();
});

import { expect, it } from 'vitest';
import { fragmentProblems } from './fragmentProblems.ts';

it.each([
  'total > 100',
  "upper(name) || ' (new)' -- in capitals",
  'created_at DESC, id',
  'id IN (SELECT id FROM {in.orders} WHERE total > :least)',
  "name <> ';)'",
])('a part of a statement may be %s', (text) => {
  expect(fragmentProblems(text)).toEqual([]);
});

it.each([
  ['', 'there is nothing', 0],
  ['-- nothing', 'there is nothing', 0],
  ['1; DELETE FROM shop_order', 'a semicolon ends the statement', 1],
  ['1) FROM shop_order --', 'a parenthesis closes that was not opened', 1],
  ['(1', 'a parenthesis is not closed', 0],
  ['1 /* (', 'a comment is not closed', 2],
  ['id IN (SELECT id FROM sb_task)', 'sb_task is a table of the engine', 22],
  ["load_extension('x')", 'load_extension reaches outside the data', 0],
])('a part of a statement may not be %j', (text, message, at) => {
  expect(fragmentProblems(text)).toContainEqual(expect.objectContaining({ message, at }));
});

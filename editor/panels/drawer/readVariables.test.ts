import { expect, test } from 'vitest';
import { changesOf, readVariables } from './readVariables.ts';

const present = { limit: 5, names: ['a'], token: '********' };

test.each([
  ['one value', '{"limit": 6, "names": ["a"], "token": "********"}', { changed: { limit: 6 } }],
  ['nothing', '{"token": "********", "names": ["a"], "limit": 5}', { changed: {} }],
  ['a new one', '{"limit": 5, "names": ["a"], "token": "********", "more": null}', { changed: { more: null } }],
  ['a secret', '{"limit": 5, "names": ["a"], "token": "new"}', { changed: { token: 'new' } }],
  ['a mask that is moved', '{"limit": "x ********", "names": ["a"], "token": "********"}', { masked: ['limit'] }],
  ['one that is left out', '{"limit": 6}', { missing: ['names', 'token'] }],
  ['a list', '[1]', { notObject: true }],
])('variables are read of what somebody wrote: %s', (_what, text, expected) => {
  expect(readVariables(text, present)).toEqual(expected);
});

test('a text that is no JSON is refused with the reason', () => {
  expect(readVariables('{"limit": }', present)).toHaveProperty('notJson');
});

test.each([
  [
    'what was not touched stays as somebody else has made it',
    { a: 1, b: 2 },
    { a: 9, b: 2 },
    { a: 1, b: 5 },
    { changed: { b: 5 } },
  ],
  ['what came into force is not sent again', { a: 1 }, { a: 3 }, { a: 3 }, { changed: {} }],
  ['what somebody else changed too is not undone', { a: 1 }, { a: 9 }, { a: 3 }, { changedMeanwhile: ['a'] }],
])('%s', (_says, base, vars, wanted, expected) => {
  expect(changesOf(JSON.stringify(wanted), { base, vars })).toEqual(expected);
});

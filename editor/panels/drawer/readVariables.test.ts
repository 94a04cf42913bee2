import { expect, test } from 'vitest';
import { readVariables } from './readVariables.ts';

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

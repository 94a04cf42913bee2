import { expect, it } from 'vitest';
import { isOwnOrigin } from './origin.ts';

const arrived = { origin: undefined, fetchSite: undefined, host: 'box.example:8080', publicUrl: undefined };

it.each([
  ['a program, which says nothing of where it comes from', {}, true],
  ['a page of ours', { origin: 'http://box.example:8080' }, true],
  ['a page of ours behind a proxy', { origin: 'https://signals.example', publicUrl: 'https://signals.example/' }, true],
  ['a browser that opens the address itself', { fetchSite: 'none' }, true],
  ['a stranger', { origin: 'https://strange.example' }, false],
  ['another port of the same machine', { origin: 'http://box.example:9090' }, false],
  ['a page without an origin', { origin: 'null' }, false],
  ['a stranger whose browser names no origin', { fetchSite: 'cross-site' }, false],
])('a call of %s is judged by where it comes from', (_who, call, isOwn) => {
  expect(isOwnOrigin({ ...arrived, ...call })).toBe(isOwn);
});

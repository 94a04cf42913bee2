import { expect, it } from 'vitest';
import { createMask, parted, secretNames } from './secrets.ts';

it('[V2] a secret is masked alone and inside other text, however it is spelled there', () => {
  const { text } = createMask({ token: `it's "here" & there` });
  expect(text(`it's "here" & there`)).toBe('********');
  expect(text(String.raw`{"a":"it's \"here\" & there"}`)).toBe('{"a":"********"}');
  expect(text(`near 'it''s "here" & there'`)).toBe(`near '********'`);
  expect(text("?q=it's%20%22here%22%20%26%20there")).toBe('?q=********');
});

it('[V2] a secret of few characters is masked where it stands alone', () => {
  const { value } = createMask({ pin: 'ab', code: 4711 });
  expect(value({ ab: 'ab', text: 'about', number: 4711, said: 'code 4711', other: [47, null] })).toEqual({
    '********': '********',
    text: 'about',
    number: '********',
    said: 'code ********',
    other: [47, null],
  });
});

it('[V2] of two secrets the longer one is masked whole', () => {
  const { text } = createMask({ one: 'abcd', two: 'abcdefgh', empty: '' });
  expect(text('abcdefgh and abcd')).toBe('******** and ********');
});

it('[V1] the inputs that a schema marks are parted from the others', () => {
  const inputs = {
    type: 'object',
    properties: { a: { 'x-secret': true }, b: { writeOnly: true }, c: { type: 'string' }, d: { writeOnly: true } },
  };
  expect(secretNames(inputs)).toEqual(['a', 'b', 'd']);
  expect(parted({ a: 'one', b: { deep: 'two' }, c: 'three', d: null }, secretNames(inputs))).toEqual({
    shown: { a: '********', b: '********', c: 'three', d: null },
    secrets: { a: 'one', b: { deep: 'two' } },
  });
});

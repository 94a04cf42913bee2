import { describe, expect, it } from 'vitest';
import { definitionOf } from '../../test/support/graphOf.ts';
import { testKinds } from '../../test/support/testKinds.ts';
import { validateDefinition } from './validateDefinition.ts';

const problemsOf = (inputs: object) =>
  validateDefinition({ ...definitionOf('start > q, q > e'), inputs }, testKinds).problems.map(
    ({ code, level, pointer }) => `${level} ${code} ${pointer}`,
  );

it.each([
  ['schedule', { type: 'scheduler', every: '1h' }],
  ['signal', { type: 'signal' }],
])('[F43] a %s that would begin instances without what "inputs" requires is a problem, with all of it', (_, s) => {
  const drawn = definitionOf('s > e', { activities: { s } });
  const given = (properties: object, required: readonly string[]) =>
    validateDefinition({ ...drawn, inputs: { properties, required } }, testKinds).problems;
  expect(given({ shop: { type: 'string' }, day: { type: 'string' } }, ['shop', 'day'])).toMatchObject([
    { level: 'error', pointer: '/activities/s', message: expect.stringMatching(/shop: .*; day: /) },
  ]);
  expect(given({ shop: { type: 'string', default: 'main' } }, ['shop'])).toEqual([]);
  expect(given({ shop: { type: 'string' } }, [])).toEqual([]);
});

it.each([
  ['a type that there is not', { type: 'strnig' }, '/payload/type'],
  ['properties that are no schemas', { properties: { a: 5 } }, '/payload/properties/a'],
  ['a list', { type: 'array' }, '/payload/type'],
  ['what nobody can check', { properties: { a: { $ref: '#/$defs/a' } } }, '/payload'],
])('[F41] the payload of a signal must not be %s', (_, payload, pointer) => {
  const { problems } = validateDefinition(
    definitionOf('a > s, s > e', { activities: { s: { type: 'signal', payload } } }),
    testKinds,
  );
  expect(problems).toMatchObject([{ level: 'error', pointer: `/activities/s${pointer}`, activity: 's' }]);
});

describe('"inputs"', () => {
  it.each([
    ['nothing', {}],
    [
      'properties of all types',
      { type: 'object', properties: { a: { type: 'string', default: '2026-01-31', format: 'date' } } },
    ],
    ['properties alone', { properties: { a: { type: ['integer', 'null'], default: null } }, required: ['a'] }],
    ['lists and choices', { properties: { a: { type: 'array', items: { enum: ['x', 'y'] }, default: ['x'] } } }],
    [
      'what is defined beside',
      { properties: { a: { $ref: '#/$defs/a', default: 1 } }, $defs: { a: { type: 'integer' } } },
    ],
  ])('may be a JSON Schema: %s', (_, inputs) => {
    expect(problemsOf(inputs)).toEqual([]);
  });

  it.each([
    ['a type that there is not', { type: 'strnig' }, '/inputs/type'],
    ['a type within that there is not', { properties: { a: { type: 'nmber' } } }, '/inputs/properties/a/type'],
    ['a property that is no schema', { properties: { a: 5 } }, '/inputs/properties/a'],
    ['required that is no list', { type: 'object', required: 'a' }, '/inputs/required'],
    ['a pattern that is none', { properties: { a: { type: 'string', pattern: '(' } } }, '/inputs/properties/a/pattern'],
    ['a bound that is a text', { properties: { a: { minLength: '3' } } }, '/inputs/properties/a/minLength'],
    ['a list of inputs', { type: 'array' }, '/inputs/type'],
    ['a reference to nothing', { properties: { a: { $ref: '#/$defs/a' } } }, '/inputs'],
    ['what cannot be checked', { if: { properties: { a: { const: 1 } } } }, '/inputs'],
    [
      'a default that does not fit',
      { properties: { a: { type: 'integer', default: 'x' } } },
      '/inputs/properties/a/default',
    ],
    ['a default of more than 1 MB', { properties: { a: { default: 'x'.repeat(1_000_000) } } }, '/inputs'],
  ])('must not hold %s', (_, inputs, pointer) => {
    expect(problemsOf(inputs)).toEqual([`error field-invalid ${pointer}`]);
  });

  it.each([
    [
      'within a property',
      { properties: { a: { properties: { b: { 'x-secret': true } } } } },
      '/properties/a/properties/b/x-secret',
    ],
    ['on the items of a list', { properties: { a: { items: { writeOnly: true } } } }, '/properties/a/items/writeOnly'],
    ['in a choice', { properties: { a: { anyOf: [{ 'x-secret': true }, {}] } } }, '/properties/a/anyOf/0/x-secret'],
    [
      'where a property refers to it',
      { properties: { a: { $ref: '#/$defs/a' } }, $defs: { a: { type: 'string', writeOnly: true } } },
      '/$defs/a/writeOnly',
    ],
    ['on all of them', { 'x-secret': true }, '/x-secret'],
  ])('[V1] must not mark a secret %s: none would be kept', (_, inputs, pointer) => {
    expect(problemsOf(inputs)).toEqual([`error field-invalid /inputs${pointer}`]);
  });

  it('[V1] may mark a property of their own, and name one as a mark is named', () => {
    const marked = { type: 'object', 'x-secret': true, default: { writeOnly: true } };
    const properties = { a: marked, b: { writeOnly: true }, writeOnly: true, c: { properties: { writeOnly: true } } };
    expect(problemsOf({ properties })).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { definitionOf } from '../../test/support/graphOf.ts';
import { testKinds } from '../../test/support/testKinds.ts';
import { validateDefinition } from './validateDefinition.ts';

const problemsOf = (inputs: object) =>
  validateDefinition({ ...definitionOf('start > q, q > e'), inputs }, testKinds).problems.map(
    ({ code, level, pointer }) => `${level} ${code} ${pointer}`,
  );

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
});

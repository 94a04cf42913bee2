import { expect, it } from 'vitest';
import { shapeOf } from './shape.ts';

it.each([
  ["'paid'", 'paid'],
  ['3', 3],
  ['vars.recordCount', null],
  ["{'count': vars.recordCount, 'of': ['a', vars.b], 'done': true}", { count: null, of: ['a', null], done: true }],
  ['{vars.key: 1}', {}],
  ['no expression (', null],
])('the shape of %s is what is written there, and null for the rest', (source, shape) => {
  expect(shapeOf(source)).toEqual(shape);
});

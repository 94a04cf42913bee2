import pg from 'pg';
import { expect, it } from 'vitest';
import { postgresTypes } from './postgresTypes.ts';

const read = (id: number, text: string): unknown => postgresTypes.getTypeParser(id, 'text')(text);
const { builtins } = pg.types;

it.each([
  ['a count is a number', builtins.INT8, '9007199254740991', 9_007_199_254_740_991],
  ['a whole number beyond 2^53 stays text', builtins.INT8, '9007199254740993', '9007199254740993'],
  ['a sum is a number', builtins.NUMERIC, '-12.50', -12.5],
  ['a decimal that a double would change stays text', builtins.NUMERIC, '0.12345678901234567', '0.12345678901234567'],
  ['what is no number stays text', builtins.FLOAT8, 'NaN', 'NaN'],
  [
    'an instant is UTC with milliseconds',
    builtins.TIMESTAMPTZ,
    '2026-01-31 05:30:00.12+01:30',
    '2026-01-31T04:00:00.120Z',
  ],
  ['an instant of a whole hour is one too', builtins.TIMESTAMPTZ, '2026-01-31 04:00:00+00', '2026-01-31T04:00:00.000Z'],
  ['an endless instant stays text', builtins.TIMESTAMPTZ, 'infinity', 'infinity'],
  ['a date has no zone to be moved by', builtins.DATE, '2026-01-31', '2026-01-31'],
  ['a truth is one', builtins.BOOL, 't', true],
])('%s', (_sentence, id, text, value) => {
  expect(read(id, text)).toBe(value);
});

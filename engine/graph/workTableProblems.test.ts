import { describe, expect, it } from 'vitest';
import { definitionOf, type Details } from '../../test/support/graphOf.ts';
import { testKinds } from '../../test/support/testKinds.ts';
import { validateDefinition } from './validateDefinition.ts';

const query = (sql: string) => ({ type: 'query', sql });
const rows = query('SELECT 1 AS id');

function problems(drawing: string, activities: NonNullable<Details['activities']>): string[] {
  const found = validateDefinition(definitionOf(drawing, { activities }), testKinds).problems;
  return found.map(({ level, code, pointer, hint }) => `${level} ${code} ${pointer}: ${hint}`);
}

describe('the names of inbound work tables', () => {
  const meeting = 'start > a, start > b, a > c, c > u, b > u, u > e';
  const parts = { a: rows, b: rows, c: { type: 'sqlCode', script: 'DELETE FROM {in}' } };
  const exclusion = (primary: string) => ({ type: 'exclusion', primary, key: ['id'] });

  it('are those of the activities that gave rows, also where another hands them on', () => {
    expect(problems(meeting, { ...parts, u: exclusion('a') })).toEqual([]);
    expect(problems(meeting, { ...parts, u: exclusion('start') })).toEqual([
      'error sql-invalid /activities/u/primary: Name an activity with rows that leads here. There are: c, b, a.',
    ]);
  });

  it('are those that come to an activity behind a join too', () => {
    const join = 'start > a, start > b, a > j, b > j, j > q, q > e';
    const written = { a: { ...rows }, b: { type: 'sqlCode', script: 'DELETE FROM shop' }, j: { type: 'join' } };
    expect(problems(join, { ...written, q: query('SELECT * FROM {in.a}') })).not.toContainEqual(
      expect.stringContaining('sql-invalid'),
    );
  });

  it('hold the outlet of a split', () => {
    const split = { type: 'split', outlets: [{ outlet: 'large', where: 'id > 1' }], rest: 'default' };
    const drawing = 'start > a, a > s, s:large > u, s > u, u > e';
    for (const primary of ['s_large', 's'])
      expect(problems(drawing, { a: rows, s: split, u: exclusion(primary) })).toEqual([]);
    expect(problems(drawing, { a: rows, s: split, u: exclusion('s_larg') })).toEqual([
      'error sql-invalid /activities/u/primary: Did you mean "s_large"?',
    ]);
  });
});

describe('conditions and values of rows', () => {
  const split = (where: string, params = {}) =>
    problems('start > a, a > s, s:large > e', {
      a: rows,
      s: { type: 'split', outlets: [{ outlet: 'large', where }], params },
    }).map((problem) => problem.split(': ')[0]);

  it('are judged like whole statements', () => {
    expect(split('id > :least AND id IN (SELECT id FROM {in})', { least: '1' })).toEqual([]);
    expect(split('id > :least')).toEqual(['error parameter-missing /activities/s/outlets/0/where']);
    expect(split('id IN (SELECT id FROM sb_task)')).toEqual(['error sql-forbidden /activities/s/outlets/0/where']);
    expect(split('1 = 1) UNION SELECT 1 --')).toEqual(['error sql-invalid /activities/s/outlets/0/where']);
  });
});

it('branches that a union brings together do not clash over what it sets itself', () => {
  const drawing = 'start > a, start > b, a > u, b > u, u > e';
  expect(problems(drawing, { a: rows, b: rows, u: { type: 'union' } })).toEqual([]);
  expect(problems(drawing, { a: rows, b: rows, u: { type: 'join' } })).toHaveLength(1);
});

import { describe, expect, test } from 'vitest';
import { compileExpression } from './compileExpression.ts';
import type { Expression } from './compileExpression.ts';

function compiled(source: string): Expression {
  const result = compileExpression(source);
  return result.ok ? result.expression : expect.fail(result.message);
}

describe('what an expression refers to', () => {
  test.each([
    ['vars.recordCount > 1', ['vars.recordCount']],
    ['instance.vars.minimum + vars["a"].b', ['instance.vars.minimum', 'vars.a.b']],
    ['vars.rows.filter(row, row.total > vars.least)', ['vars.rows', 'vars.least']],
    ['cel.bind(half, vars.total / 2, half * half)', ['vars.total']],
    ['[{"x": 1}].map(vars, vars.x)', []],
    ['now - duration("1d")', ['now']],
    ['vars.rows[0].total', ['vars.rows']],
  ])('%s reads %j', (source, paths) => {
    expect(compiled(source).references.map((reference) => reference.path.join('.'))).toEqual(paths);
  });

  test('what is asked for with has() is told apart', () => {
    expect(compiled('has(vars.total) || vars.none').references).toEqual([
      { path: ['vars', 'total'], asked: true, at: 4 },
      { path: ['vars', 'none'], asked: false, at: 19 },
    ]);
  });

  test('options and activities are named with their place', () => {
    const { options, activities } = compiled('option("Days") > 1 && active("orders")');
    expect(options.map((use) => use.name)).toEqual(['Days']);
    expect(activities).toEqual([{ name: 'orders', at: 29 }]);
  });

  test('what it gives is told where it can be', () => {
    expect(compiled('vars.a > 1').gives).toBe('bool');
    expect(compiled('vars.a').gives).toBe('dyn');
  });
});

describe('what is no expression', () => {
  test.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['vars.recordCount +', 'Unexpected token'],
    ['now + 5', 'no such overload: Timestamp + int'],
    ['"a" > 1', 'no such overload'],
    ['nothing("a")', 'found no matching overload'],
    ['option()', "found no matching overload for 'option("],
    ['1 ? 2 : 3', 'must be bool'],
    ['vars.a = 1', ''],
    ['"open', ''],
  ])('%j is refused: %s', (source, words) => {
    const result = compileExpression(source);
    expect(result.ok).toBe(false);
    expect(!result.ok && result.message).toContain(words);
  });

  test('a source of more than 4,000 characters is refused', () => {
    expect(compileExpression('x'.repeat(4_001)).ok).toBe(false);
    expect(compileExpression('x'.repeat(4_000)).ok).toBe(true);
  });

  test('the place is told', () => {
    const result = compileExpression('vars.a && (now + 5)');
    expect(!result.ok && result.at).toBe(11);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scopeWith } from '../../test/support/expressionScope.ts';
import type { Json, Variables } from '../model/json.ts';
import { evaluateAll, evaluateCondition, evaluateSource } from './evaluate.ts';
import { ExpressionFailure } from './expressionFailure.ts';

const vars: Variables = {
  recordCount: 5,
  rate: 1.2,
  name: 'Ann',
  list: [1, 2, 3],
  none: null,
  big: Number.MAX_SAFE_INTEGER,
};

function failureOf(source: string, scope = scopeWith(vars)): ExpressionFailure {
  try {
    evaluateSource(source, scope);
  } catch (error) {
    if (error instanceof ExpressionFailure) return error;
    throw error;
  }
  return expect.fail(`${source} gave a value`);
}

describe('values', () => {
  test.each<[string, Json]>([
    ['1 + 2', 3],
    ['vars.recordCount >= instance.vars.minimum', true],
    ['instance.inputs.shop', 'main'],
    ['workflow.vars.highWaterMark + 1', 42],
    ['vars.recordCount / 2', 2],
    ['vars.recordCount * vars.rate', 6],
    ['vars.rate + 1', 2.2],
    ['1 - vars.rate', -0.19999999999999996],
    ['vars.recordCount / 2.0', 2.5],
    ['vars.recordCount == 5.0', true],
    ['vars["recordCount"]', 5],
    ['vars.none == null', true],
    ['[1, "a", 2.5, null]', [1, 'a', 2.5, null]],
    ['{"a": 1, "b": {"c": now}}', { a: 1, b: { c: '2026-01-31T04:00:00.000Z' } }],
    ['vars.list.filter(x, x > 1).map(x, x * 10)', [20, 30]],
    ['cel.bind(twice, vars.list + vars.list, twice.size())', 6],
    ['vars', vars],
    ['firing', { dueAt: '2026-01-31T03:00:00.000Z', startedAt: '2026-01-31T04:00:00.000Z', reason: 'schedule' }],
  ])('%s gives %j', (source, expected) => {
    expect(evaluateSource(source, scopeWith(vars))).toEqual(expected);
  });

  test('a whole number beyond 2^53 fails the evaluation instead of losing digits', () => {
    expect(failureOf('vars.big + 1').message).toContain('beyond 2^53');
    expect(evaluateSource('string(vars.big + 1)', scopeWith(vars))).toBe('9007199254740992');
  });

  // Caught: a toCel without isSafeInteger, which turned 1e300 into an int that no longer leaves.
  test('any JSON value comes out as it went in', () => {
    const json = fc.jsonValue({ maxDepth: 4 }).filter((value) => !JSON.stringify(value).includes('-0'));
    fc.assert(
      fc.property(json, (value) => {
        // fast-check's type of a JSON value is wider than ours only in name.
        const given = JSON.parse(JSON.stringify(value)) as Json;
        expect(evaluateSource('vars.it', scopeWith({ it: given }))).toEqual(given);
      }),
    );
  });

  // Caught: a fromInt of 48 bits.
  test('whole numbers compute exactly as long as the result is one', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: -1_000, max: 1_000 }), (one, other) => {
        fc.pre(Number.isSafeInteger(one + other));
        expect(evaluateSource('vars.one + vars.other', scopeWith({ one, other }))).toBe(one + other);
      }),
    );
  });
});

describe('time', () => {
  test.each<[string, Json]>([
    ['now', '2026-01-31T04:00:00.000Z'],
    ["now - duration('7d')", '2026-01-24T04:00:00.000Z'],
    ["firing.dueAt - duration('PT24H')", '2026-01-30T03:00:00.000Z'],
    ["now > timestamp('2026-01-31T04:30:00+01:00')", true],
    ["now - timestamp('2026-01-31T03:59:58.500Z')", '1500ms'],
    ["duration('7d')", '604800s'],
    ["-duration('90m')", '-5400s'],
    ["duration('1h') * 3", '10800s'],
    ["duration('1d') < duration('25h')", true],
    ["now.getHours('Europe/Paris')", 5],
    ["now.getDate('America/Los_Angeles')", 30],
    ['now.getDayOfWeek()', 6],
    ['now.getDayOfYear()', 30],
    ['string(now)', '2026-01-31T04:00:00.000Z'],
    ['int(now)', 1_769_832_000],
  ])('%s gives %j', (source, expected) => {
    expect(evaluateSource(source, scopeWith({}))).toEqual(expected);
  });

  test.each([
    ["timestamp('2026-01-31 04:00')", 'no instant'],
    ["duration('a week')", 'no duration'],
    ["now.getHours('Mars/Olympus')", 'no time zone'],
    ["now + duration('99999999999d')", 'out of range'],
  ])('%s fails and says so: %s', (source, words) => {
    expect(failureOf(source).message).toContain(words);
  });
});

describe('what is missing', () => {
  test('a missing variable fails as data, with its name and place', () => {
    const failure = failureOf('1 + vars.total');
    expect(failure.failure.cause).toBe('data');
    expect(failure.message).toContain('"total" is missing');
    expect(failure.at).toBe(9);
  });

  test('a variable that may be missing is asked for with has()', () => {
    expect(evaluateSource('has(vars.total) ? vars.total : 0', scopeWith(vars))).toBe(0);
    expect(evaluateSource('has(firing.dueAt)', { ...scopeWith(vars), firing: undefined } as never)).toBe(false);
  });

  test('options are read by name and an unknown one fails', () => {
    expect(evaluateSource('option("NmsCleanup_RejectsPurgeDelay") + 1', scopeWith(vars))).toBe(181);
    expect(failureOf('option("Nms_Unknown")').message).toContain('there is no option "Nms_Unknown"');
  });

  test('active() tells whether an activity has a live task', () => {
    expect(evaluateSource('active("orders") && !active("store")', scopeWith(vars))).toBe(true);
  });

  test('names that one kind adds are known beside the others', () => {
    expect(evaluateSource('item.id + vars.recordCount', scopeWith(vars, { extra: { item: { id: 7 } } }))).toBe(12);
  });

  test('what failed in a function is told with its place', () => {
    expect(failureOf('1 > 2 || option("Nms_Unknown") > 1').at).toBe(9);
  });

  test('an expression that does not compile is a fault of the configuration', () => {
    expect(failureOf('vars.recordCount +').failure.cause).toBe('config');
  });

  test('a condition that is neither true nor false fails', () => {
    expect(() => evaluateCondition('vars.recordCount', scopeWith(vars))).toThrow(ExpressionFailure);
    expect(evaluateCondition('vars.recordCount > 0', scopeWith(vars))).toBe(true);
  });

  test('parameters are evaluated by name', () => {
    expect(evaluateAll({ since: 'now', least: 'vars.recordCount' }, scopeWith(vars))).toEqual({
      since: '2026-01-31T04:00:00.000Z',
      least: 5,
    });
  });
});

describe('reaches nothing but its inputs', () => {
  test.each([
    'vars.constructor',
    'vars.__proto__',
    "vars['__proto__']",
    "vars['constructor']",
    "vars['toString']",
    '{}.constructor',
    '"a".constructor',
    '[].constructor',
    'now.constructor',
    'constructor',
    'this',
    'globalThis',
    'process',
    'own_matches',
    'google.protobuf.Timestamp',
  ])('%s gives no value', (source) => {
    expect(failureOf(source)).toBeInstanceOf(ExpressionFailure);
  });

  test('a variable may be called constructor or __proto__', () => {
    const odd = JSON.parse('{"constructor": 1, "__proto__": {"a": 2}}') as Variables;
    expect(evaluateSource('vars.odd.constructor', scopeWith({ odd }))).toBe(1);
    expect(JSON.stringify(evaluateSource('vars.odd', scopeWith({ odd })))).toBe(
      '{"constructor":1,"__proto__":{"a":2}}',
    );
  });

  test('any text either compiles and evaluates, or fails as an ExpressionFailure', () => {
    const piece = fc.constantFrom(
      'vars',
      '.a',
      'now',
      '+',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      '"x"',
      '1',
      '&&',
      '?',
      ':',
      ',',
      'has',
      'size',
      'matches',
      '-',
      '0x',
      'b"',
      '\\',
      '\n',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
        ),
        (source) => {
          try {
            evaluateSource(source, scopeWith({ a: 1 }));
          } catch (error) {
            expect(error).toBeInstanceOf(ExpressionFailure);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('always ends', () => {
  const loop = (depth: number): string => (depth === 0 ? '1' : `vars.many.map(x${depth}, ${loop(depth - 1)})`);
  const many: Json[] = Array.from({ length: 2_000 }, (_, index) => index);
  const chained = (start: string, step: string): string => start + step.repeat(60);
  const bound = (depth: number): string => (depth === 0 ? 'a.size()' : `cel.bind(a, a + a, ${bound(depth - 1)})`);
  const scope = scopeWith({ many, text: 'a'.repeat(100_000) });

  // Each of these takes hours, or all memory, without Meter.
  test.each([
    ['nested loops', loop(4)],
    [
      'nested loops whose items fail, each swallowed',
      'vars.many.exists(a, vars.many.exists(b, vars.many.exists(c, a.x)))',
    ],
    ['nested loops behind an or', 'vars.many.exists(a, vars.many.all(b, vars.many.all(c, true))) || true'],
    ['a list that doubles at each step', chained('[[1]]', '.map(a, a + a)')],
    ['a text that doubles at each step', chained('["x"]', '.map(a, a + a)')],
    [
      'a shared tree compared with its like',
      `${chained('[[1]]', '.map(a, [a, a])')} == ${chained('[[1]]', '.map(a, [a, a])')}`,
    ],
    ['bound names that double', `cel.bind(a, vars.many, ${bound(40)})`],
    ['membership in a long list, again and again', 'vars.many.map(a, vars.many.map(b, [a, b] in vars.many))'],
    ['a costly pattern on a long text', "vars.text.matches('((a{1,30}){1,30})b')"],
    ['a long text split and multiplied', "vars.text.split('').map(a, vars.text + a)"],
  ])('%s: too many steps, not a hang', (_, source) => {
    expect(failureOf(source, scope).message).toContain('too many steps');
  });

  test.each([
    ['a tree whose parts are shared', chained('[[1]]', '.map(a, [a, a])'), 'more than 100000 parts'],
    ['deep parentheses', `${'('.repeat(1_900)}1${')'.repeat(1_900)}`, 'maxDepth'],
    ['a source that is too long', `1${' + 1'.repeat(2_000)}`, 'at most 4000'],
    ['a pattern that multiplies itself', "vars.text.matches('((((a{1,30}){1,30}){1,30}){1,30})')", 'no RE2 pattern'],
  ])('%s: refused', (_, source, words) => {
    expect(failureOf(source, scope).message).toContain(words);
  });

  test('a pattern that backtracks exponentially in RegExp answers at once', () => {
    expect(evaluateSource("vars.text.matches('(a+)+$')", scopeWith({ text: `${'a'.repeat(50_000)}!` }))).toBe(false);
  });

  test('ordinary loops stay well within the bounds', () => {
    expect(evaluateSource('vars.many.filter(x, x % 2 == 0).map(x, x * 2).size()', scopeWith({ many }))).toBe(1_000);
  });
});

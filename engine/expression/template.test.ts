import { describe, expect, test } from 'vitest';
import { scopeWith } from '../../test/support/expressionScope.ts';
import { ExpressionFailure } from './expressionFailure.ts';
import { compileTemplate, renderSource } from './template.ts';

const scope = scopeWith({ name: 'Ann', count: 2, none: null, list: [1, 2] });

describe('texts with expressions', () => {
  test.each([
    ['Hello {{ vars.name }}!', 'Hello Ann!'],
    ['no expression', 'no expression'],
    ['', ''],
    ['{{vars.count}}{{vars.count}}', '22'],
    ['{{ vars.none }}|{{ true }}|{{ 1.5 }}', '|true|1.5'],
    ['{{ vars.list }}', '[1,2]'],
    ['{{ now }}', '2026-01-31T04:00:00.000Z'],
    ['{{ "}}" }}', '}}'],
    ["{{ 'it\\'s }}' }}", "it's }}"],
    ['{{ {"a": {"b": vars.count}}.a.b }}', '2'],
    ['a } b }} c { d', 'a } b }} c { d'],
  ])('%j renders as %j', (text, rendered) => {
    expect(renderSource(text, scope)).toBe(rendered);
  });

  test('an expression without an end is refused with its place', () => {
    expect(compileTemplate('Hello {{ vars.name')).toEqual({ ok: false, message: '"{{" without "}}"', at: 6 });
  });

  test('a faulty expression is refused with its place in the whole text', () => {
    const compiled = compileTemplate('Hello {{ vars.name + }}');
    expect(!compiled.ok && compiled.at).toBeGreaterThanOrEqual(9);
  });

  test('its expressions are told for validation', () => {
    const compiled = compileTemplate('{{ vars.a }} and {{ vars.b }}');
    expect(compiled.ok && compiled.template.expressions.map((expression) => expression.source)).toEqual([
      'vars.a',
      'vars.b',
    ]);
  });

  test('a missing variable fails as it does in an expression', () => {
    expect(() => renderSource('Hello {{ vars.nobody }}', scope)).toThrow(ExpressionFailure);
    expect(() => renderSource('Hello {{ 1 + }}', scope)).toThrow(ExpressionFailure);
  });
});

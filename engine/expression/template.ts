import type { Json } from '../model/json.ts';
import { remember } from '../remember.ts';
import { compileExpression } from './compileExpression.ts';
import type { CompileProblem, Expression } from './compileExpression.ts';
import { evaluate } from './evaluate.ts';
import { ExpressionFailure } from './expressionFailure.ts';
import type { ExpressionScope } from './expressionScope.ts';

/** A text with `{{ expression }}` parts, ready to be rendered. */
export interface Template {
  readonly source: string;
  readonly parts: readonly (string | Expression)[];
  readonly expressions: readonly Expression[];
}

/** A compiled template, or why it is none; `at` is a position in the whole text. */
export type CompiledTemplate = { readonly ok: true; readonly template: Template } | CompileProblem;

const textMax = 100_000;

/** The position after the `}}` that ends an expression; quotes and braces of its own do not end it. */
function endOf(text: string, from: number): number | undefined {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (char === '"' || char === "'") at = endOfQuote(text, at);
    else if (char === '{') depth += 1;
    else if (char === '}' && depth === 0 && text[at + 1] === '}') return at;
    else if (char === '}') depth -= 1;
  }
  return undefined;
}

function endOfQuote(text: string, from: number): number {
  const quote = text[from];
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === quote) return at;
  }
  return text.length;
}

function compile(text: string): CompiledTemplate {
  if (text.length > textMax) return { ok: false, message: `a text has at most ${textMax} characters` };
  const parts: (string | Expression)[] = [];
  let at = 0;
  for (let open = text.indexOf('{{'); open >= 0; open = text.indexOf('{{', at)) {
    const close = endOf(text, open + 2);
    if (close === undefined) return { ok: false, message: '"{{" without "}}"', at: open };
    const inner = text.slice(open + 2, close);
    const compiled = compileExpression(inner.trim());
    const lead = open + 2 + inner.length - inner.trimStart().length;
    if (!compiled.ok) return { ok: false, message: compiled.message, at: lead + (compiled.at ?? 0) };
    parts.push(text.slice(at, open), compiled.expression);
    at = close + 2;
  }
  parts.push(text.slice(at));
  const expressions = parts.filter((part) => typeof part !== 'string');
  return { ok: true, template: { source: text, parts, expressions } };
}

/** Compiles a text such as `Hello {{ vars.name }}`. */
export const compileTemplate: (text: string) => CompiledTemplate = remember(500, compile);

/** A value within a text: texts as they are, nothing for null, lists and objects as JSON. */
function textOf(value: Json): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/**
 * Renders a compiled text.
 * @throws ExpressionFailure and nothing else.
 */
export function renderTemplate(template: Template, scope: ExpressionScope): string {
  return template.parts.map((part) => (typeof part === 'string' ? part : textOf(evaluate(part, scope)))).join('');
}

/**
 * Compiles and renders a text.
 * @throws ExpressionFailure and nothing else.
 */
export function renderSource(text: string, scope: ExpressionScope): string {
  const compiled = compileTemplate(text);
  if (compiled.ok) return renderTemplate(compiled.template, scope);
  const { message, at } = compiled;
  throw new ExpressionFailure({ source: text, message, failure: 'config', ...(at === undefined ? {} : { at }) });
}

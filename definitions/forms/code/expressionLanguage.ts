import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { StreamLanguage, type StringStream } from '@codemirror/language';
import type { CodeHints } from './codeHints.ts';

const words: ReadonlySet<string> = new Set(['true', 'false', 'null', 'in']);

function quoted(stream: StringStream, quote: string): string {
  for (let char = stream.next(); char !== undefined && char !== quote; char = stream.next()) {
    if (char === '\\') stream.next();
  }
  return 'string';
}

/** One token of CEL. */
function expressionToken(stream: StringStream): string | null {
  if (stream.eatSpace()) return null;
  const char = stream.peek() ?? '';
  if (char === '"' || char === "'") {
    stream.next();
    return quoted(stream, char);
  }
  if (stream.match(/^\d+(\.\d+)?([eE][+-]?\d+)?u?/)) return 'number';
  if (stream.match(/^[A-Za-z_]\w*(?=\s*\()/)) return 'variableName.function';
  const name = stream.match(/^[A-Za-z_]\w*/);
  if (name && typeof name === 'object') return words.has(name[0]) ? 'atom' : 'variableName';
  stream.next();
  return 'operator';
}

/** CEL, as far as colours need it. */
export const expressionLanguage = StreamLanguage.define({ name: 'expression', token: expressionToken });

/** A text with `{{ expression }}` parts: only these are coloured. */
export const templateLanguage = StreamLanguage.define<{ inside: boolean }>({
  name: 'template',
  startState: () => ({ inside: false }),
  token: (stream, state) => {
    if (stream.match(state.inside ? '}}' : '{{')) {
      state.inside = !state.inside;
      return 'keyword';
    }
    if (state.inside) return expressionToken(stream);
    stream.next();
    while (!stream.eol() && !stream.match('{{', false)) stream.next();
    return null;
  },
});

const functions: readonly Completion[] = [
  { label: 'option("")', detail: 'an option’s value', apply: 'option("' },
  { label: 'active("")', detail: 'whether an activity has a live task', apply: 'active("' },
  { label: 'duration("")', detail: '90s, 15m, 2h, 7d', apply: 'duration("' },
  { label: 'timestamp("")', detail: 'an instant', apply: 'timestamp("' },
  { label: 'has()', detail: 'whether a member is there', apply: 'has(' },
  { label: 'size()', detail: 'how many', apply: 'size(' },
  { label: 'int()', detail: 'as a whole number', apply: 'int(' },
  { label: 'double()', detail: 'as a number', apply: 'double(' },
  { label: 'string()', detail: 'as text', apply: 'string(' },
].map((completion) => ({ ...completion, type: 'function' }));

const methods: readonly Completion[] = [
  'contains',
  'startsWith',
  'endsWith',
  'matches',
  'map',
  'filter',
  'exists',
  'all',
].map((label) => ({ label, apply: `${label}(`, type: 'method' }));

/** Inside of `option("` or `active("`: the names that may stand there. */
function namesInCall(context: CompletionContext, hints: CodeHints): CompletionResult | undefined {
  const call = context.matchBefore(/\b(option|active)\(["'][\w]*/);
  if (!call) return undefined;
  const from = call.from + call.text.search(/["']/) + 1;
  const names = call.text.startsWith('option')
    ? hints.options.map((label): Completion => ({ label, type: 'constant' }))
    : hints.activities.map(({ name, hint }): Completion => ({ label: name, detail: hint, type: 'constant' }));
  return { from, options: names, validFor: /^\w*$/ };
}

/** What an expression may go on with. */
export function completeExpression(context: CompletionContext, hints: CodeHints): CompletionResult | null {
  const named = namesInCall(context, hints);
  if (named) return named;
  const path = context.matchBefore(/[A-Za-z_][\w.]*/);
  if (!path && !context.explicit) return null;
  const text = path?.text ?? '';
  const from = path?.from ?? context.pos;
  const names = hints.variables.map(({ name, hint }): Completion => ({ label: name, detail: hint, type: 'variable' }));
  const lastDot = text.lastIndexOf('.');
  const known = names.some(({ label }) => label.startsWith(text));
  if (lastDot > 0 && !known) return { from: from + lastDot + 1, options: methods, validFor: /^\w*$/ };
  return { from, options: [...names, ...functions], validFor: /^[\w.]*$/ };
}

/** Completion within a template: only between `{{` and `}}`. */
export function completeTemplate(context: CompletionContext, hints: CodeHints): CompletionResult | null {
  const before = context.state.sliceDoc(Math.max(0, context.pos - 4_000), context.pos);
  return before.lastIndexOf('{{') > before.lastIndexOf('}}') ? completeExpression(context, hints) : null;
}

import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { SQLite, sql } from '@codemirror/lang-sql';
import type { Extension } from '@codemirror/state';
import {
  Decoration,
  MatchDecorator,
  ViewPlugin,
  type DecorationSet,
  type EditorView,
  type ViewUpdate,
} from '@codemirror/view';
import type { CodeHints } from './codeHints.ts';

const bound = Decoration.mark({ class: 'cm-bound' });
const standIn = Decoration.mark({ class: 'cm-standin' });

const marker = new MatchDecorator({
  regexp: /\{(?:in|in\.\w+|t\.\w+)\}|(?<![:\w]):[A-Za-z_]\w*/g,
  decoration: ([text]) => (text.startsWith('{') ? standIn : bound),
});

/** Colours what is no SQL of the database: bound parameters and names that stand for tables. */
const marks = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = marker.createDeco(view);
    }
    update(update: ViewUpdate): void {
      this.decorations = marker.updateDeco(update, this.decorations);
    }
  },
  { decorations: ({ decorations }) => decorations },
);

/** SQL with tables and columns to complete. */
export function sqlCode(hints: CodeHints): Extension {
  const schema = Object.fromEntries(hints.tables.map(({ name, columns }) => [name, [...columns]]));
  return [sql({ dialect: SQLite, schema, upperCaseKeywords: true }), marks];
}

const asCompletions = (names: CodeHints['params'], type: string, label: (name: string) => string): Completion[] =>
  names.map(({ name, hint }) => ({ label: label(name), detail: hint, type }));

/** `:` offers the parameters, `{` the tables that stand behind names. */
export function completeSql(context: CompletionContext, hints: CodeHints): CompletionResult | null {
  const parameter = context.matchBefore(/(?<![:\w]):\w*/);
  if (parameter) {
    return {
      from: parameter.from,
      options: asCompletions(hints.params, 'variable', (name) => `:${name}`),
      validFor: /^:\w*$/,
    };
  }
  const brace = context.matchBefore(/\{[\w.]*/);
  if (!brace) return null;
  const inbound = asCompletions(hints.inbound, 'class', (name) => `{in.${name}}`);
  const declared = asCompletions(hints.declaredTables, 'class', (name) => `{t.${name}}`);
  const only: Completion = { label: '{in}', type: 'class', boost: 1 };
  return { from: brace.from, options: [only, ...inbound, ...declared], validFor: /^\{[\w.]*$/ };
}

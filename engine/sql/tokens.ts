import { remember } from '../remember.ts';

/** What a piece of SQL is; every character of a text belongs to exactly one token. */
export type SqlTokenKind =
  | 'space'
  | 'comment'
  /** A name or keyword without quotes. */
  | 'word'
  /** A name in quotes: "x", `x`, [x]. */
  | 'quoted'
  /** A text in single quotes, or in PostgreSQL's dollar quotes. */
  | 'text'
  | 'number'
  /** `:name`. */
  | 'parameter'
  /** `{in}`, `{in.activityId}`, `{t.name}`. */
  | 'placeholder'
  | 'symbol';

/** A piece of SQL. */
export interface SqlToken {
  readonly kind: SqlTokenKind;
  /** As written. */
  readonly text: string;
  /** What it means: a name or text without its quotes, a parameter without its colon. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
  /** Why SQLite and PostgreSQL may read on differently from here, or why neither can. */
  readonly fault?: string;
}

type Scanned = Pick<SqlToken, 'kind' | 'value'> & { readonly length: number; readonly fault?: string };
type Scan = (text: string, at: number) => Scanned | undefined;

const spacePattern = /\s+/y;
const lineCommentPattern = /--[^\n]*/y;
const wordPattern = /[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*/y;
const numberPattern = /(?:0[xX][0-9a-fA-F]+|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)/y;
const parameterPattern = /:[A-Za-z_][A-Za-z0-9_]*/y;
const placeholderPattern = /\{(?:in(?:\.[A-Za-z][A-Za-z0-9_]*)?|t\.[A-Za-z][A-Za-z0-9_]*)\}/y;
const dollarPattern = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y;
const plainName = /^[A-Za-z0-9_ $\u0080-\uffff]*$/;
const bracketPattern = /\[[A-Za-z0-9_ $\u0080-\uffff]*\]/y;

function matched(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

const simple =
  (kind: SqlTokenKind, pattern: RegExp, trim = 0): Scan =>
  (text, at) => {
    const found = matched(pattern, text, at);
    if (found === undefined) return undefined;
    return { kind, value: found.slice(trim, kind === 'placeholder' ? -1 : undefined), length: found.length };
  };

/** A carriage return ends a comment on PostgreSQL alone, unless the line ends there anyhow. */
const lineComment: Scan = (text, at) => {
  const value = matched(lineCommentPattern, text, at);
  if (value === undefined) return undefined;
  const fault = /\r(?!$)/.test(value) ? { fault: 'a carriage return within a comment' } : {};
  return { kind: 'comment', value, length: value.length, ...fault };
};

/** PostgreSQL nests comments, SQLite does not: one within another would end in two places. */
const blockComment: Scan = (text, at) => {
  if (!text.startsWith('/*', at)) return undefined;
  const close = text.indexOf('*/', at + 2);
  const end = close < 0 ? text.length : close + 2;
  const value = text.slice(at, end);
  if (close < 0) return { kind: 'comment', value, length: end - at, fault: 'a comment is not closed' };
  if (!value.includes('/*', 2)) return { kind: 'comment', value, length: end - at };
  return { kind: 'comment', value, length: end - at, fault: 'a comment stands within another' };
};

/** What stands in quotes; the quote itself is written twice. */
function quoted(
  text: string,
  at: number,
  quote: string,
): { readonly length: number; readonly value: string; readonly closed: boolean } {
  let from = at + 1;
  for (let close = text.indexOf(quote, from); close >= 0; close = text.indexOf(quote, from)) {
    if (text[close + 1] !== quote) {
      return {
        length: close + 1 - at,
        value: text.slice(at + 1, close).replaceAll(quote + quote, quote),
        closed: true,
      };
    }
    from = close + 2;
  }
  return { length: text.length - at, value: text.slice(at + 1), closed: false };
}

const textLiteral: Scan = (text, at) => {
  if (text[at] !== "'") return undefined;
  const { length, value, closed } = quoted(text, at, "'");
  if (!closed) return { kind: 'text', value, length, fault: 'a text is not closed' };
  // E'..' lets a backslash escape the quote on PostgreSQL alone, U&'..' hides characters.
  const prefix = /(^|[^A-Za-z0-9_])(e|u&)$/i.exec(text.slice(Math.max(0, at - 3), at));
  const escapes = prefix !== null && (prefix[2]?.length === 2 || value.includes('\\'));
  return escapes ? { kind: 'text', value, length, fault: 'a text with escapes' } : { kind: 'text', value, length };
};

const quotedName: Scan = (text, at) => {
  const quote = text[at];
  if (quote !== '"' && quote !== '`') return undefined;
  const { length, value, closed } = quoted(text, at, quote);
  if (!closed) return { kind: 'quoted', value, length, fault: 'a quoted name is not closed' };
  // PostgreSQL takes ` for an operator and reads on behind it.
  if (quote === '`' && !plainName.test(value))
    return { kind: 'quoted', value, length, fault: 'more than a name between backticks' };
  const escapes = /(^|[^A-Za-z0-9_])u&$/i.test(text.slice(Math.max(0, at - 3), at));
  return escapes ? { kind: 'quoted', value, length, fault: 'a name with escapes' } : { kind: 'quoted', value, length };
};

/** `[x]` is a name on SQLite and an index on PostgreSQL: a plain one is taken for a name, the rest is read on. */
const bracketName: Scan = (text, at) => {
  const found = matched(bracketPattern, text, at);
  return found === undefined ? undefined : { kind: 'quoted', value: found.slice(1, -1), length: found.length };
};

const dollarText: Scan = (text, at) => {
  const tag = matched(dollarPattern, text, at);
  if (tag === undefined) return undefined;
  const close = text.indexOf(tag, at + tag.length);
  if (close < 0)
    return {
      kind: 'text',
      value: text.slice(at + tag.length),
      length: text.length - at,
      fault: `${tag} is not closed`,
    };
  return { kind: 'text', value: text.slice(at + tag.length, close), length: close + tag.length - at };
};

const symbol = (text: string, at: number): Scanned => {
  const two = text.slice(at, at + 2);
  if (two === '::' || two === ':=' || two === '||') return { kind: 'symbol', value: two, length: 2 };
  const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
  if (char === '\0') return { kind: 'symbol', value: char, length: 1, fault: 'a NUL character' };
  return { kind: 'symbol', value: char, length: char.length };
};

const scans: readonly Scan[] = [
  simple('space', spacePattern),
  lineComment,
  blockComment,
  textLiteral,
  quotedName,
  bracketName,
  simple('placeholder', placeholderPattern, 1),
  dollarText,
  simple('word', wordPattern),
  simple('number', numberPattern),
];

function scanAt(text: string, at: number, last: SqlToken | undefined): Scanned {
  for (const scan of scans) {
    const scanned = scan(text, at);
    if (scanned) return scanned;
  }
  // The second colon of a cast `::` belongs to it, so what follows is a type and no parameter.
  const parameter = last?.text === '::' ? undefined : simple('parameter', parameterPattern, 1)(text, at);
  return parameter ?? symbol(text, at);
}

function cut(text: string): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  for (let at = 0; at < text.length;) {
    const { length, ...scanned } = scanAt(text, at, tokens.at(-1));
    tokens.push({ ...scanned, text: text.slice(at, at + length), start: at, end: at + length });
    at += length;
  }
  return tokens;
}

/** Cuts SQL into tokens; joined again they are the text. Whatever is given, it ends and does not throw. */
export const sqlTokens: (text: string) => readonly SqlToken[] = remember(200, cut);

/** Whether a token says something: space and comments do not. */
export function isSignificant(token: SqlToken): boolean {
  return token.kind !== 'space' && token.kind !== 'comment';
}

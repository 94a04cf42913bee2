import type { SqlToken } from './tokens.ts';

/** A stretch in which SQLite reads no names: a text, a quoted name or a comment. */
interface Stretch {
  readonly start: number;
  readonly end: number;
  /** `[x]` is a name on SQLite alone. */
  readonly bracket?: boolean;
}

const identifier = /[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*/y;
const variable = /[$@#:][A-Za-z0-9_$\u0080-\uffff]+/y;
/** What begins none of the above, up to what may. */
const plain = /[^'"`[\-/$@#:A-Za-z_\u0080-\uffff]+/y;

function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** The end of what runs to `close`, or of the text where that never comes. */
function through(text: string, close: string, from: number): number {
  const at = text.indexOf(close, from);
  return at < 0 ? text.length : at + close.length;
}

/** A quote written twice does not end what it stands in. */
function quotedEnd(text: string, at: number, quote: string): number {
  for (let end = through(text, quote, at + 1); ; end = through(text, quote, end + 1)) {
    if (text[end] !== quote) return end;
  }
}

function stretchAt(text: string, at: number): Stretch | undefined {
  const char = text[at];
  if (char === "'" || char === '"' || char === '`') return { start: at, end: quotedEnd(text, at, char) };
  if (char === '[') return { start: at, end: through(text, ']', at), bracket: true };
  if (text.startsWith('--', at)) return { start: at, end: through(text, '\n', at) };
  return text.startsWith('/*', at) ? { start: at, end: through(text, '*/', at + 2) } : undefined;
}

/** PostgreSQL's `::numeric(10, 2)`, which SQLite refuses at the first colon. */
const castEnd = (text: string, at: number): number | undefined => (text.startsWith('::', at) ? at + 2 : undefined);

interface Reading {
  readonly stretches: readonly Stretch[];
  /** Where a variable is followed by a parenthesis: some builds of SQLite take it for a part of the name. */
  readonly calls: readonly number[];
}

function read(text: string): Reading {
  const stretches: Stretch[] = [];
  const calls: number[] = [];
  for (let at = 0; at < text.length;) {
    const stretch = stretchAt(text, at);
    if (stretch) {
      stretches.push(stretch);
      at = stretch.end;
      continue;
    }
    const cast = castEnd(text, at);
    const named = cast === undefined ? endOf(variable, text, at) : undefined;
    if (named !== undefined && text[named] === '(') calls.push(at);
    at = cast ?? named ?? endOf(identifier, text, at) ?? endOf(plain, text, at) ?? at + 1;
  }
  return { stretches, calls };
}

const isDollarText = ({ kind, text }: SqlToken): boolean => kind === 'text' && text.startsWith('$');

/** The line break belongs to SQLite's comment here, and not to ours. */
const endOfOurs = (token: SqlToken, text: string): number =>
  token.text.startsWith('--') && text[token.end] === '\n' ? token.end + 1 : token.end;

/** What we read as texts, quoted names and comments, but dollar texts: SQLite has none. */
function ourStretches(tokens: readonly SqlToken[], text: string): readonly Stretch[] {
  return tokens
    .filter((token) => ['text', 'quoted', 'comment'].includes(token.kind) && !isDollarText(token))
    .map((token) => ({ start: token.start, end: endOfOurs(token, text), bracket: token.text.startsWith('[') }));
}

/** What of these lies outside the brackets: both are in their order. */
function outside(stretches: readonly Stretch[], brackets: readonly Stretch[]): readonly Stretch[] {
  let index = 0;
  return stretches.filter(({ start, end }) => {
    while ((brackets[index]?.end ?? Infinity) <= start) index += 1;
    const bracket = brackets[index];
    return !bracket || start < bracket.start || end > bracket.end;
  });
}

/**
 * Where SQLite reads on differently from how `sqlTokens` cut the text (and PostgreSQL reads it): what is a text for
 * one may be names and keywords for the other, so all that was judged would be judged in vain.
 */
export function readDifferently(tokens: readonly SqlToken[], text: string): number | undefined {
  const { stretches, calls } = read(text);
  const brackets = stretches.filter(({ bracket }) => bracket);
  const theirs = stretches.filter(({ bracket }) => !bracket);
  const ours = outside(ourStretches(tokens, text), brackets);
  const dollars = tokens.filter(isDollarText);
  const inTheOpen = new Set(
    outside(
      brackets.map(({ start }) => ({ start, end: start })),
      dollars,
    ).map(({ start }) => start),
  );
  const hidden = brackets.filter(({ start }) => !inTheOpen.has(start));
  const index = Array.from({ length: Math.max(ours.length, theirs.length) }, (_, each) => each).find(
    (each) => ours[each]?.start !== theirs[each]?.start || ours[each]?.end !== theirs[each]?.end,
  );
  const places = [
    ...calls,
    ...hidden.map(({ start }) => start),
    ...(index === undefined ? [] : [Math.min(ours[index]?.start ?? Infinity, theirs[index]?.start ?? Infinity)]),
  ];
  return places.length === 0 ? undefined : places.reduce((one, other) => Math.min(one, other));
}

import { isSignificant, sqlTokens } from './tokens.ts';
import type { SqlToken } from './tokens.ts';

/** One statement of a script: its text as written, with the comments before and the semicolon after it. */
export interface SqlStatement {
  readonly text: string;
  readonly at: number;
  readonly tokens: readonly SqlToken[];
}

/** The words of a statement: keywords and names in capitals, names in quotes with double quotes round them. */
export function keywordsOf(tokens: readonly SqlToken[]): readonly string[] {
  return tokens.flatMap((token) => {
    if (token.kind === 'word') return [token.value.toUpperCase()];
    return token.kind === 'quoted' ? [`"${token.value}"`] : [];
  });
}

/** Follows a statement: where it is a trigger's, semicolons between BEGIN and END do not end it. */
class StatementEnd {
  #words: string[] = [];
  #depth = 0;
  /** Most statements say with their first word that they make no trigger: of those no further word is looked at. */
  #creates = true;

  /** Whether this token ends the statement. */
  sees(token: SqlToken): boolean {
    if (token.kind === 'word' && this.#creates) this.#word(token.value.toUpperCase());
    return token.kind === 'symbol' && token.value === ';' && this.#depth === 0;
  }

  restart(): void {
    this.#words = [];
    this.#depth = 0;
    this.#creates = true;
  }

  #word(word: string): void {
    if (this.#words.length < 5) this.#words.push(word);
    this.#creates = this.#words[0] === 'CREATE';
    if (!this.#isTrigger()) return;
    if (word === 'BEGIN' || (word === 'CASE' && this.#depth > 0)) this.#depth += 1;
    if (word === 'END' && this.#depth > 0) this.#depth -= 1;
  }

  #isTrigger(): boolean {
    const [first, ...rest] = this.#words;
    return first === 'CREATE' && rest.slice(0, 3).includes('TRIGGER');
  }
}

const statementOf = (tokens: readonly SqlToken[]): SqlStatement => ({
  text: tokens.map((token) => token.text).join(''),
  at: tokens[0]?.start ?? 0,
  tokens,
});

const says = (tokens: readonly SqlToken[]): boolean =>
  tokens.some((token) => isSignificant(token) && token.text !== ';');

/**
 * Cuts a script into its statements; joined again they are the script. The body of a trigger stays whole, and what
 * follows the last statement without saying anything belongs to it.
 */
export function splitStatements(text: string): readonly SqlStatement[] {
  const pieces: SqlToken[][] = [[]];
  const end = new StatementEnd();
  for (const token of sqlTokens(text)) {
    pieces.at(-1)?.push(token);
    if (!end.sees(token)) continue;
    pieces.push([]);
    end.restart();
  }
  return joinSilent(pieces).map(statementOf);
}

/** Adds the pieces that say nothing to the one before, or to the first that says something. */
function joinSilent(pieces: readonly (readonly SqlToken[])[]): readonly (readonly SqlToken[])[] {
  const joined: SqlToken[][] = [];
  const silentLead: SqlToken[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (says(piece)) joined.push(last ? [...piece] : [...silentLead, ...piece]);
    else (last ?? silentLead).push(...piece);
  }
  return joined;
}

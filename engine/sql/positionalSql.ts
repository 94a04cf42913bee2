import { sqlTokens } from './tokens.ts';

/** A statement as PostgreSQL's protocol wants it: `$1`, `$2` in place of names, and which name stands at each place. */
export interface PositionalSql {
  readonly text: string;
  readonly names: readonly string[];
}

/**
 * Puts `$n` in the place of `:name`. Each use has a number of its own: the database infers a type for each place, and
 * one name may stand beside a text here and beside an instant there.
 */
export function positionalSql(sql: string): PositionalSql {
  const names: string[] = [];
  const parts = sqlTokens(sql).map((token) =>
    token.kind === 'parameter' ? `$${names.push(token.value)}` : token.text,
  );
  return { text: parts.join(''), names };
}

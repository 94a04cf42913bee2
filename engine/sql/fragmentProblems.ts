import { splitStatements } from './splitStatements.ts';
import { sqlProblems, type SqlProblem } from './sqlProblems.ts';
import { isSignificant, sqlTokens } from './tokens.ts';

const lead = 'SELECT ';

const invalid = (message: string, at: number): SqlProblem => ({
  code: 'sql-invalid',
  message,
  hint: 'Write a condition, a value or an order alone: what stands round it is written for you.',
  at,
});

/** A parenthesis that is not the fragment's own would let it end what it stands in. */
function parenthesisProblem(text: string): readonly SqlProblem[] {
  const open: number[] = [];
  for (const { kind, text: symbol, start } of sqlTokens(text)) {
    if (kind !== 'symbol') continue;
    if (symbol === '(') open.push(start);
    if (symbol === ')' && open.pop() === undefined) return [invalid('a parenthesis closes that was not opened', start)];
  }
  return open.slice(0, 1).map((at) => invalid('a parenthesis is not closed', at));
}

/**
 * Finds what a part of a statement must not do: what a whole one must not, and leave the parentheses that it is put
 * into.
 */
export function fragmentProblems(text: string): readonly SqlProblem[] {
  const tokens = sqlTokens(text);
  if (!tokens.some(isSignificant)) return [invalid('there is nothing', 0)];
  const semicolon = tokens.find(({ kind, value }) => kind === 'symbol' && value === ';');
  if (semicolon || splitStatements(lead + text).length > 1)
    return [invalid('a semicolon ends the statement', semicolon?.start ?? 0)];
  const judged = sqlProblems(lead + text, { transaction: true });
  return [
    ...judged.map((problem) => ({ ...problem, at: Math.max(0, problem.at - lead.length) })),
    ...parenthesisProblem(text),
  ];
}

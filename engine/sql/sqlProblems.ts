import { forbiddenName, forbiddenText } from './forbiddenNames.ts';
import type { ForbiddenName } from './forbiddenNames.ts';
import { forbiddenStatement, optionTableFault, temporary } from './forbiddenStatements.ts';
import { keywordsOf, splitStatements } from './splitStatements.ts';
import type { SqlStatement } from './splitStatements.ts';
import { readDifferently } from './sqliteReading.ts';
import { isSignificant, sqlTokens } from './tokens.ts';
import type { SqlToken } from './tokens.ts';

/** What is wrong with definition SQL, and where: `at` counts from 0. */
export interface SqlProblem {
  readonly code: 'sql-forbidden' | 'sql-invalid';
  readonly message: string;
  readonly hint: string;
  readonly at: number;
}

/** `transaction`: whether the SQL runs within the step's transaction. */
export interface SqlRules {
  readonly transaction: boolean;
}

const schemas: ReadonlySet<string> = new Set(['signalbox']);
const temporarySchema = /^(?:temp|pg_temp(?:_\d+)?)$/;
const catalogues: ReadonlySet<string> = new Set(['pg_catalog', 'information_schema', 'pg_toast']);
const isCatalogue = (lower: string): boolean => catalogues.has(lower) || /^pg_(?!temp)/.test(lower);
const readers: ReadonlySet<string> = new Set(['SELECT', 'WITH', 'VALUES', 'TABLE', 'EXPLAIN']);
const writers: ReadonlySet<string> = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'TRUNCATE']);

const forbidden = (found: ForbiddenName, at: number): SqlProblem => ({ code: 'sql-forbidden', ...found, at });
const invalid = (message: string, hint: string, at: number): SqlProblem => ({ code: 'sql-invalid', message, hint, at });

/** What a name before a dot says of where the table is; SQLite takes a text for a name there. */
function schemaProblem({ value, start }: SqlToken): SqlProblem | undefined {
  const lower = value.trim().toLowerCase();
  if (temporarySchema.test(lower)) return forbidden(temporary, start);
  if (!schemas.has(lower)) return undefined;
  const hint = 'Use the kinds purgeHistory, workflowControl or dropTables.';
  return forbidden({ message: `the schema ${value} is the engine's`, hint }, start);
}

function nameProblem(token: SqlToken, next: SqlToken | undefined, writes: boolean): SqlProblem | undefined {
  const isName = token.kind === 'word' || token.kind === 'quoted';
  const found = isName ? forbiddenName(token.value) : undefined;
  if (found) return forbidden(found, token.start);
  const ofSchema = next?.text === '.' ? schemaProblem(token) : undefined;
  if (ofSchema || !isName || !writes || !isCatalogue(token.value.trim().toLowerCase())) return ofSchema;
  return forbidden(
    { message: `${token.value} is the database's own`, hint: 'Read it in a SELECT of its own, or leave it out.' },
    token.start,
  );
}

const parameterHint = 'Write :name and give the value in "params".';

function symbolProblem(token: SqlToken, next: SqlToken | undefined): SqlProblem | undefined {
  if (token.kind !== 'symbol') return undefined;
  if (token.value === '?') return invalid('? takes values by position', parameterHint, token.start);
  const names = next?.start === token.end && (next.kind === 'word' || next.kind === 'number');
  if ((token.value === '$' || token.value === '@') && names)
    return invalid(`${token.value}${next.text} is no parameter`, parameterHint, token.start);
  if (token.value === '{')
    return invalid('{ begins no placeholder', 'Placeholders are {in}, {in.activityId} and {t.name}.', token.start);
  return undefined;
}

function tokenProblems(statement: SqlStatement): SqlProblem[] {
  const tokens = statement.tokens.filter(isSignificant);
  const words = keywordsOf(tokens);
  const writes = !readers.has(words[0] ?? '') || words.some((word) => writers.has(word));
  return tokens.flatMap((token, index) => {
    const next = tokens[index + 1];
    const problem = nameProblem(token, next, writes) ?? symbolProblem(token, next) ?? textProblem(token);
    return problem ? [problem] : [];
  });
}

function textProblem(token: SqlToken): SqlProblem | undefined {
  if (token.kind !== 'text') return undefined;
  if (!token.text.startsWith('$')) {
    const found = forbiddenText(token.value);
    return found && forbidden(found, token.start);
  }
  // SQLite takes $tag$ for a parameter and reads on: what stands between must be as harmless as the rest.
  const [inner] = splitStatements(token.value).flatMap(tokenProblems);
  return inner && { ...inner, at: token.start };
}

const faultHint = 'SQLite and PostgreSQL would read on differently here: write it more plainly.';

/** What SQLite would take for something else is refused: a piece judged as text might be names and keywords for it. */
function readingProblems(tokens: readonly SqlToken[], text: string): SqlProblem[] {
  const at = readDifferently(tokens, text);
  return at === undefined ? [] : [invalid('SQLite and PostgreSQL read this differently', faultHint, at)];
}

function statementProblem(statement: SqlStatement, transaction: boolean): SqlProblem[] {
  const first = statement.tokens.find((token) => isSignificant(token) && token.text !== ';' && token.text !== '(');
  if (!first) return [];
  const words = first.kind === 'word' ? keywordsOf(statement.tokens) : [first.text];
  const found = forbiddenStatement(words, transaction) ?? optionTableFault(words, statement.tokens);
  return found ? [forbidden(found, first.start)] : [];
}

/** Finds what definition SQL must not do, and where SQL cannot be told for certain (semantics.md 6). */
export function sqlProblems(text: string, rules: SqlRules): readonly SqlProblem[] {
  const tokens = sqlTokens(text);
  const statements = splitStatements(text);
  const faults = tokens.flatMap((token) =>
    token.fault === undefined ? [] : [invalid(token.fault, faultHint, token.start)],
  );
  const empty = statements.length === 0 ? [invalid('there is no statement', 'Write a statement.', 0)] : [];
  const problems = [
    ...empty,
    ...faults,
    ...readingProblems(tokens, text),
    ...statements.flatMap((statement) => [
      ...statementProblem(statement, rules.transaction),
      ...tokenProblems(statement),
    ]),
  ];
  return problems.sort((one, other) => one.at - other.at);
}

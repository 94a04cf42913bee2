import type { Json, Variables } from '../model/json.ts';
import { splitStatements } from '../sql/splitStatements.ts';
import { renderSql, sqlParameters, sqlPlaceholders } from '../sql/sqlNames.ts';
import { isSignificant, sqlTokens, type SqlToken } from '../sql/tokens.ts';
import { databaseFailure } from './databaseFailure.ts';
import { ExecutorFailure, type ExecutorRun, type SqlSession } from './executor.ts';
import { sqlTexts, type SqlFields, type SqlText } from './sqlFields.ts';

/** One statement, ready for the database. */
export interface Statement {
  readonly sql: string;
  readonly params: Variables;
}

/** The parameters of statements that become one: within an activity a name stands for one value. */
export const paramsOf = (statements: readonly Pick<Statement, 'params'>[]): Variables =>
  Object.fromEntries(statements.flatMap(({ params }) => Object.entries(params)));

/** What of a run SQL is made of. */
export type SqlRun = Pick<ExecutorRun<unknown>, 'evaluate' | 'services' | 'task'>;

/** A failure that a changed definition mends. */
export function misconfigured(message: string, hint: string): ExecutorFailure {
  return new ExecutorFailure({ cause: 'config', message, hint });
}

function textFor(text: SqlText, { dialect }: SqlSession): string {
  const found = sqlTexts(text)[dialect];
  if (found !== undefined) return found;
  throw misconfigured(`There is no SQL for ${dialect}.`, `Write the text for ${dialect} beside the other one.`);
}

/** The quoted inbound work tables: by activity, and `in` where there is only one. */
function inboundTables({ task, services }: SqlRun): ReadonlyMap<string, string> {
  const tables = Object.entries(task.workTables);
  const named = tables.map(([activity, { name }]) => [`in.${activity}`, services.sql.quote(name)] as const);
  const only = tables.length === 1 ? named[0] : undefined;
  return new Map(only ? [...named, ['in', only[1]] as const] : named);
}

/**
 * The quoted name of a table that stands and that SQL of this package may name.
 * @throws ExecutorFailure where it is neither; `from` says where the name comes from.
 */
export async function standingTable({ sql }: SqlRun['services'], table: string, from: string): Promise<string> {
  if (!sql.mayName(table))
    throw misconfigured(
      `SQL of this package may not name the table ${table}.`,
      'Add a pattern for it to the manifest of the package.',
    );
  const standing = await sql.tables();
  if (standing.includes(table)) return sql.quote(table);
  throw misconfigured(`There is no table ${table}.`, `Check ${from}.`);
}

async function declaredTable(run: SqlRun, name: string, source: string): Promise<string> {
  const table: Json = run.evaluate(source);
  if (typeof table === 'string') return standingTable(run.services, table, `what ${source} gives`);
  throw misconfigured(
    `The table ${name} is given as ${JSON.stringify(table)}, which is no name.`,
    `Mend the expression ${source}.`,
  );
}

async function tableNames(run: SqlRun, fields: SqlFields): Promise<ReadonlyMap<string, string>> {
  const names = new Map(inboundTables(run));
  for (const [name, source] of Object.entries(fields.tables))
    names.set(`t.${name}`, await declaredTable(run, name, source));
  return names;
}

function missingTable(name: string, { task }: SqlRun): ExecutorFailure {
  const inbound = Object.keys(task.workTables);
  if (name === 'in' && inbound.length > 1)
    return misconfigured(
      '{in} is not clear: several work tables came in.',
      `Name one: ${inbound.map((id) => `{in.${id}}`).join(', ')}.`,
    );
  if (name.startsWith('t.'))
    return misconfigured(`No table is declared for {${name}}.`, 'Add it to the tables of the activity.');
  return misconfigured(`No work table came in for {${name}}.`, 'Put an activity that selects rows before this one.');
}

/** The text of a statement without the semicolon and what follows: it may then stand within another one. */
function bareText(tokens: readonly SqlToken[]): string {
  const last = tokens.findLastIndex((token) => isSignificant(token) && token.text !== ';');
  return tokens
    .slice(0, last + 1)
    .map(({ text }) => text)
    .join('')
    .trimStart();
}

function bind(sql: string, values: Variables): Statement {
  const params = sqlParameters(sql).map((name) => {
    const value = values[name];
    if (value !== undefined) return [name, value] as const;
    throw misconfigured(`The parameter :${name} has no value.`, 'Add it to the parameters of the activity.');
  });
  return { sql, params: Object.fromEntries(params) };
}

async function render(run: SqlRun, text: SqlText, fields: SqlFields): Promise<string> {
  const names = await tableNames(run, fields);
  const source = textFor(text, run.services.sql);
  const missing = sqlPlaceholders(source).find((placeholder) => !names.has(placeholder.text));
  if (missing) throw missingTable(missing.text, run);
  return renderSql(source, Object.fromEntries(names));
}

const valuesOf = ({ evaluate }: SqlRun, { params }: SqlFields): Variables =>
  Object.fromEntries(Object.entries(params).map(([name, source]) => [name, evaluate(source)]));

/**
 * Makes statements of a definition's SQL: the text of the database in use, tables in place of `{in}` and `{t.name}`,
 * parameters evaluated and bound to the statements that name them.
 * @throws ExecutorFailure where the text names what there is not.
 */
export async function prepareStatements(run: SqlRun, text: SqlText, fields: SqlFields): Promise<readonly Statement[]> {
  const rendered = await render(run, text, fields);
  const values = valuesOf(run, fields);
  return splitStatements(rendered).map(({ tokens }) => bind(bareText(tokens), values));
}

/**
 * The same for a part of a statement (`gives: 'value'`), which an executor puts into parentheses. Fragments of one
 * activity share its parameters, so those of several may be put together.
 * @throws ExecutorFailure where the text names what there is not.
 */
export async function prepareFragment(run: SqlRun, text: SqlText, fields: SqlFields): Promise<Statement> {
  return bind(bareText(sqlTokens(await render(run, text, fields))), valuesOf(run, fields));
}

/**
 * The same where one statement is asked for, because its rows are wanted.
 * @throws ExecutorFailure where there are none or several.
 */
export async function prepareQuery(run: SqlRun, text: SqlText, fields: SqlFields): Promise<Statement> {
  const [statement, ...others] = await prepareStatements(run, text, fields);
  if (statement && others.length === 0) return statement;
  throw misconfigured('One statement is expected here.', 'Keep one SELECT, without a semicolon in between.');
}

/**
 * Does something on the database.
 * @throws ExecutorFailure where the database refused, with the cause and a hint.
 */
export async function onDatabase<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw databaseFailure(error);
  }
}

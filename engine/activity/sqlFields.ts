import { z } from 'zod';
import type { Problem } from '../model/problem.ts';
import { namePattern } from '../model/ids.ts';
import type { ExpressionUse, SqlUse } from './kind.ts';

const oneText = z.string().trim().min(1, 'write the SQL');

/** SQL of a definition: one text for every database, or one a database. */
export const sqlTextSchema = z.union([
  oneText,
  z
    .strictObject({ sqlite: oneText.optional(), postgres: oneText.optional() })
    .refine(
      (texts) => texts.sqlite !== undefined || texts.postgres !== undefined,
      'write the SQL of one database at least',
    ),
]);
export type SqlText = z.infer<typeof sqlTextSchema>;

/** An expression of a definition, compiled where the definition is validated. */
export const expressionSchema = z.string().trim().min(1, 'write an expression');

const namedExpressions = z.record(
  z.string().regex(namePattern, 'a name starts with a letter and holds letters, digits and _ (64 at most)'),
  expressionSchema,
);

/** What `:name` stands for: an expression a parameter, bound and never pasted into the text (semantics.md 6). */
export const paramsSchema = namedExpressions.default({}).meta({
  title: 'Parameters',
  description: 'An expression for each :name in the SQL. Values are bound; they never become part of the text.',
  widget: 'params',
});

/** What `{t.name}` stands for: an expression that gives the name of a standing table which the package may name. */
export const tablesSchema = namedExpressions.default({}).meta({
  title: 'Tables',
  description: 'An expression for each {t.name} in the SQL, giving the name of a table that the package declares.',
  widget: 'tables',
});

/** The name of the engine's own database among the connections: the only one there is until others can be set up. */
export const engineConnection = 'engine';

/** On which database the SQL is executed. */
export const connectionSchema = z.string().min(1).default(engineConnection).meta({
  title: 'Connection',
  description: 'The database that executes the SQL. “engine” is the database of this installation.',
  widget: 'text',
});

/** The fields that activities with SQL share. */
export interface SqlFields {
  readonly params: Readonly<Record<string, string>>;
  readonly tables: Readonly<Record<string, string>>;
  readonly connection?: string;
}

/** The text of each database. */
export function sqlTexts(text: SqlText): SqlUse['texts'] {
  if (typeof text === 'string') return { sqlite: text, postgres: text };
  return {
    ...(text.sqlite !== undefined && { sqlite: text.sqlite }),
    ...(text.postgres !== undefined && { postgres: text.postgres }),
  };
}

/** Describes one SQL field for validation: its texts and what they may name. */
export function sqlUse(
  pointer: string,
  text: SqlText,
  fields: SqlFields,
  how: Pick<SqlUse, 'gives' | 'transaction'>,
): SqlUse {
  return {
    pointer,
    texts: sqlTexts(text),
    params: Object.keys(fields.params),
    tables: Object.keys(fields.tables),
    ...how,
  };
}

const uses = (pointer: string, named: Readonly<Record<string, string>>): ExpressionUse[] =>
  Object.entries(named).map(([name, source]) => ({ pointer: `${pointer}/${name}`, source }));

/** The expressions of the parameters and tables. */
export function sqlExpressions(fields: SqlFields): readonly ExpressionUse[] {
  return [...uses('/params', fields.params), ...uses('/tables', fields.tables)];
}

/** A connection other than the engine's is a problem until connections can be set up. */
export function connectionProblems(fields: SqlFields): readonly Omit<Problem, 'activity'>[] {
  const name = fields.connection ?? engineConnection;
  if (name === engineConnection) return [];
  return [
    {
      code: 'connection-unknown',
      level: 'error',
      pointer: '/connection',
      message: `There is no connection “${name}”.`,
      hint: `Leave the field out, or write “${engineConnection}”: the database of this installation.`,
    },
  ];
}

import { z } from 'zod';
import { defineKind } from '../../../engine/activity/kind.ts';
import type { Problem } from '../../../engine/model/problem.ts';
import {
  connectionProblems,
  connectionSchema,
  paramsSchema,
  sqlExpressions,
  sqlTexts,
  sqlTextSchema,
  sqlUse,
  tablesSchema,
} from '../../../engine/activity/sqlFields.ts';
import { keywordsOf, splitStatements, type SqlStatement } from '../../../engine/sql/splitStatements.ts';

const schema = z.strictObject({
  script: sqlTextSchema.meta({
    title: 'Script',
    description: 'SQL statements in their order, separated by semicolons. {in} is the work table that came in.',
    widget: 'sql',
  }),
  params: paramsSchema,
  tables: tablesSchema,
  connection: connectionSchema,
  transaction: z
    .boolean()
    .default(true)
    .meta({
      title: 'In the transaction',
      description:
        'On: the script takes effect exactly once. Off: statement by statement on a connection of its own, ' +
        'for what no transaction allows (VACUUM, ANALYZE); after a crash it may be executed twice.',
      widget: 'toggle',
    }),
  repeat: z.boolean().default(false).meta({
    title: 'Repeat',
    description: 'Executes the script again, each round in its own transaction, until a round touches no row.',
    widget: 'toggle',
  }),
  total: sqlTextSchema.optional().meta({
    title: 'Rows in all',
    description:
      'A query that gives one number: how many rows there are to do. It makes the progress bar of a repeated script.',
    widget: 'sql',
  }),
});
export type SqlCodeConfig = z.infer<typeof schema>;

const touches: ReadonlySet<string> = new Set(['INSERT', 'UPDATE', 'DELETE', 'REPLACE', 'MERGE']);

/** Whether a statement can touch rows; one that begins with WITH says so further on. */
function touchesRows({ tokens }: SqlStatement): boolean {
  const [first = '', ...rest] = keywordsOf(tokens);
  return touches.has(first) || (first === 'WITH' && rest.some((word) => touches.has(word) && word !== 'REPLACE'));
}

/** A round that touches no row is the last one: what never touches any would stand there as if it had been done. */
const neverTouches = ({ script }: SqlCodeConfig): boolean =>
  Object.values(sqlTexts(script)).some((text) => !splitStatements(text).some(touchesRows));

function problems(config: SqlCodeConfig): readonly Omit<Problem, 'activity'>[] {
  const found = [...connectionProblems(config)];
  if (config.repeat && !config.transaction)
    found.push({
      code: 'config-invalid',
      level: 'error',
      pointer: '/repeat',
      message: 'A script outside the transaction cannot be repeated: its rounds could not be counted exactly.',
      hint: 'Turn “In the transaction” on, or “Repeat” off.',
    });
  if (config.repeat && config.transaction && neverTouches(config))
    found.push({
      code: 'config-invalid',
      level: 'error',
      pointer: '/repeat',
      message: 'A script without INSERT, UPDATE or DELETE touches no row, so there is nothing to repeat.',
      hint: 'Turn “Repeat” off, or change rows in the script.',
    });
  if (config.total !== undefined && !config.repeat)
    found.push({
      code: 'config-invalid',
      level: 'warning',
      pointer: '/total',
      message: 'Rows in all are only counted for a repeated script.',
      hint: 'Turn “Repeat” on, or leave the field out.',
    });
  return found;
}

const flat = ({ script }: SqlCodeConfig) =>
  (sqlTexts(script).sqlite ?? sqlTexts(script).postgres ?? '').replaceAll(/\s+/g, ' ');

export const sqlCodeKind = defineKind({
  name: 'sqlCode',
  group: 'data',
  label: 'SQL code',
  summary: 'Executes SQL statements that change rows, at once or in rounds.',
  schema,
  initial: { script: 'DELETE FROM {in} WHERE 1 = 0' },
  inbound: 'allowed',
  canFail: true,
  outlets: () => [{ name: 'default' }],
  describe: (config) => (config.repeat ? `in rounds: ${flat(config)}` : flat(config)),
  expressions: sqlExpressions,
  sql: (config) => [
    sqlUse('/script', config.script, config, { transaction: config.transaction, gives: 'effect' }),
    ...(config.total === undefined
      ? []
      : [sqlUse('/total', config.total, config, { transaction: true, gives: 'rows' })]),
  ],
  sets: () => ['recordCount'],
  problems,
  behaviour: {
    does: 'work',
    performs: ({ transaction }) => (transaction ? 'transaction' : 'outside'),
    repeats: ({ repeat, transaction }) => repeat && transaction,
  },
});

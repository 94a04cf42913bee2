import { z } from 'zod';
import { defineKind, type ExpressionUse, type SqlUse } from '../../../engine/activity/kind.ts';
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
import type { Problem } from '../../../engine/model/problem.ts';
import { selectSchema, type Select } from './select.ts';
import { selectSql, selectValues, ungrouped } from './selectSql.ts';

const schema = z
  .strictObject({
    sql: sqlTextSchema.optional().meta({
      title: 'Query',
      description: 'One SELECT. Its rows become the work table of this activity; {in} is the one that came in.',
      widget: 'sql',
    }),
    select: selectSchema.optional().meta({
      title: 'Selection',
      description: 'The same without SQL, in the place of the query.',
      widget: 'json',
    }),
    params: paramsSchema,
    tables: tablesSchema,
    connection: connectionSchema,
  })
  .refine(({ sql, select }) => (sql === undefined) !== (select === undefined), {
    path: ['sql'],
    message: 'write a query (sql) or a selection (select), one of them',
  });
export type QueryConfig = z.infer<typeof schema>;

function describe({ sql, select }: QueryConfig): string {
  if (select) return `from ${[select.from, ...select.joins.map(({ table }) => table)].join(', ')}`;
  const texts = sqlTexts(sql ?? '');
  return (texts.sqlite ?? texts.postgres ?? '').replaceAll(/\s+/g, ' ');
}

/** What is written for a selection, with one value for each list. */
function selectUse(select: Select, { tables }: QueryConfig): SqlUse {
  const values = selectValues(select);
  const written = (dialect: 'sqlite' | 'postgres') => selectSql(select, { dialect, lengthOf: () => 1 });
  return {
    pointer: '/select',
    texts: { sqlite: written('sqlite'), postgres: written('postgres') },
    params: values.map(({ param, isList }) => (isList ? `${param}_0` : param)),
    tables: Object.keys(tables),
    transaction: true,
    gives: 'rows',
  };
}

function expressions(config: QueryConfig): readonly ExpressionUse[] {
  const values = config.select ? selectValues(config.select) : [];
  return [...sqlExpressions(config), ...values.map(({ pointer, source }) => ({ pointer, source }))];
}

function problems(config: QueryConfig): readonly Omit<Problem, 'activity'>[] {
  const { select, params } = config;
  const found = [...connectionProblems(config)];
  if (!select) return found;
  if (Object.keys(params).length > 0)
    found.push({
      code: 'parameter-unused',
      level: 'warning',
      pointer: '/params',
      message: 'a selection has no parameters: its conditions hold expressions',
      hint: 'Take the parameters out.',
    });
  for (const name of ungrouped(select))
    found.push({
      code: 'config-invalid',
      level: 'error',
      pointer: `/select/columns/${name}`,
      message: `the column "${name}" has many values in a group`,
      hint: 'Group by it too, or take an aggregate of it.',
    });
  return found;
}

export const queryKind = defineKind({
  name: 'query',
  group: 'data',
  label: 'Query',
  summary: 'Selects rows and keeps them as a work table for what follows.',
  schema,
  initial: { sql: 'SELECT 1 AS one' },
  inbound: 'allowed',
  canFail: true,
  outlets: () => [{ name: 'default' }],
  describe,
  expressions,
  sql: (config) => [
    config.select === undefined
      ? sqlUse('/sql', config.sql ?? '', config, { transaction: true, gives: 'rows' })
      : selectUse(config.select, config),
  ],
  sets: () => ['recordCount', 'firstRow'],
  problems,
  behaviour: { does: 'work', performs: () => 'transaction' },
});

import { z } from 'zod';
import { defineKind } from '../../../engine/activity/kind.ts';
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

const schema = z.strictObject({
  sql: sqlTextSchema.meta({
    title: 'Query',
    description: 'One SELECT. Its rows become the work table of this activity; {in} is the one that came in.',
    widget: 'sql',
  }),
  params: paramsSchema,
  tables: tablesSchema,
  connection: connectionSchema,
});
export type QueryConfig = z.infer<typeof schema>;

const firstLine = ({ sql }: QueryConfig) =>
  (sqlTexts(sql).sqlite ?? sqlTexts(sql).postgres ?? '').replaceAll(/\s+/g, ' ');

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
  describe: firstLine,
  expressions: sqlExpressions,
  sql: (config) => [sqlUse('/sql', config.sql, config, { transaction: true, gives: 'rows' })],
  sets: () => ['recordCount', 'firstRow'],
  problems: connectionProblems,
  behaviour: { does: 'work', performs: () => 'transaction' },
});

import { z } from 'zod';
import { keyField } from '../../../engine/activity/columnFields.ts';
import { defineKind } from '../../../engine/activity/kind.ts';
import { rowVarNames } from '../../../engine/activity/rowSets.ts';
import {
  connectionProblems,
  connectionSchema,
  paramsSchema,
  sqlExpressions,
  sqlTextSchema,
  sqlUse,
  tablesSchema,
} from '../../../engine/activity/sqlFields.ts';

const schema = z.strictObject({
  sql: sqlTextSchema.meta({
    title: 'Query',
    description: 'One SELECT. Of its rows those go on whose key this activity has never given before.',
    widget: 'sql',
  }),
  key: keyField('The columns by which a row is recognised when it comes again.'),
  params: paramsSchema,
  tables: tablesSchema,
  connection: connectionSchema,
});
export type IncrementalQueryConfig = z.infer<typeof schema>;

export const incrementalQueryKind = defineKind({
  name: 'incrementalQuery',
  group: 'data',
  label: 'Incremental query',
  summary: 'Selects the rows that it has not given before.',
  schema,
  initial: { sql: 'SELECT 1 AS id', key: ['id'] },
  inbound: 'allowed',
  canFail: true,
  outlets: () => [{ name: 'default' }],
  describe: ({ key }) => `new rows by ${key.join(', ')}`,
  expressions: sqlExpressions,
  sql: (config) => [sqlUse('/sql', config.sql, config, { transaction: true, gives: 'rows' })],
  sets: () => rowVarNames,
  problems: connectionProblems,
  behaviour: { does: 'work', performs: () => 'transaction' },
});

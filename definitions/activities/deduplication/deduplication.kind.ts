import { z } from 'zod';
import { keyField } from '../../../engine/activity/columnFields.ts';
import { defineKind } from '../../../engine/activity/kind.ts';
import { rowVarNames } from '../../../engine/activity/rowSets.ts';
import { paramsSchema, sqlExpressions, sqlTextSchema, sqlUse } from '../../../engine/activity/sqlFields.ts';

const schema = z.strictObject({
  key: keyField('Rows with the same values in these columns are duplicates of each other.'),
  keep: z
    .enum(['first', 'last'])
    .default('first')
    .meta({
      title: 'Keep',
      description: 'Which of several duplicates stays, in the order below.',
      widget: 'choice',
      choices: { first: 'the first', last: 'the last' },
    }),
  orderBy: sqlTextSchema.meta({
    title: 'Order',
    description: 'What stands behind ORDER BY in SQL, on the columns of the rows: created_at DESC, id.',
    widget: 'sql',
  }),
  params: paramsSchema,
});
export type DeduplicationConfig = z.infer<typeof schema>;

/** The configuration as SQL fields. */
export const sqlFields = ({ params }: Pick<DeduplicationConfig, 'params'>) => ({ params, tables: {} });

export const deduplicationKind = defineKind({
  name: 'deduplication',
  group: 'data',
  label: 'Deduplication',
  summary: 'Keeps one of several rows with the same key.',
  schema,
  initial: { key: ['id'], orderBy: 'id' },
  inbound: 'required',
  canFail: true,
  outlets: () => [{ name: 'default' }],
  describe: ({ key, keep }) => `the ${keep} of each ${key.join(', ')}`,
  expressions: (config) => sqlExpressions(sqlFields(config)),
  sql: (config) => [sqlUse('/orderBy', config.orderBy, sqlFields(config), { transaction: true, gives: 'value' })],
  sets: () => rowVarNames,
  behaviour: { does: 'work', performs: () => 'transaction' },
});

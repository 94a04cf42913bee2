import { z } from 'zod';
import { keySchema, optionalPrimarySchema, primaryUse } from '../../../engine/activity/columnFields.ts';
import { defineKind } from '../../../engine/activity/kind.ts';
import { rowVarNames } from '../../../engine/activity/rowSets.ts';

const schema = z.strictObject({
  primary: optionalPrimarySchema,
  key: keySchema.optional().meta({
    title: 'Key',
    description:
      'Of rows with the same values in these columns the first is kept, the primary’s before others. ' +
      'Left empty, only rows that are equal in all columns count as one.',
    widget: 'strings',
  }),
});
export type UnionConfig = z.infer<typeof schema>;

export const unionKind = defineKind({
  name: 'union',
  group: 'data',
  label: 'Union',
  summary: 'Brings the rows of several branches together, each once.',
  schema,
  inbound: 'required',
  gathers: true,
  canFail: true,
  outlets: () => [{ name: 'default' }],
  describe: ({ key }) => (key ? `all rows, each ${key.join(', ')} once` : 'all rows, each once'),
  reads: primaryUse,
  sets: () => rowVarNames,
  behaviour: { does: 'work', performs: () => 'transaction' },
});

import { z } from 'zod';
import { keyField, primarySchema, primaryUse } from '../../../engine/activity/columnFields.ts';
import { defineKind } from '../../../engine/activity/kind.ts';
import { rowVarNames } from '../../../engine/activity/rowSets.ts';

const schema = z.strictObject({
  primary: primarySchema,
  key: keyField('The columns by which a row is recognised in the other branches.'),
});
export type ExclusionConfig = z.infer<typeof schema>;

export const exclusionKind = defineKind({
  name: 'exclusion',
  group: 'data',
  label: 'Exclusion',
  summary: 'Keeps the rows of one branch that no other has.',
  schema,
  initial: { primary: 'orders', key: ['id'] },
  inbound: 'required',
  gathers: true,
  canFail: true,
  outlets: () => [{ name: 'default' }],
  describe: ({ primary, key }) => `${primary} without the ${key.join(', ')} of the others`,
  reads: primaryUse,
  sets: () => rowVarNames,
  behaviour: { does: 'work', performs: () => 'transaction' },
});

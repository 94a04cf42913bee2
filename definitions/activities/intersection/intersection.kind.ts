import { z } from 'zod';
import { keyField, optionalPrimarySchema, primaryUse } from '../../../engine/activity/columnFields.ts';
import { defineKind } from '../../../engine/activity/kind.ts';
import { rowVarNames } from '../../../engine/activity/rowSets.ts';

const schema = z.strictObject({
  primary: optionalPrimarySchema,
  key: keyField('The columns by which a row is recognised in the other branches.'),
});
export type IntersectionConfig = z.infer<typeof schema>;

export const intersectionKind = defineKind({
  name: 'intersection',
  group: 'data',
  label: 'Intersection',
  summary: 'Keeps the rows that every branch has.',
  schema,
  initial: { key: ['id'] },
  inbound: 'required',
  gathers: true,
  canFail: true,
  outlets: () => [{ name: 'default' }],
  describe: ({ key }) => `rows whose ${key.join(', ')} every branch has`,
  reads: primaryUse,
  sets: () => rowVarNames,
  behaviour: { does: 'work', performs: () => 'transaction' },
});

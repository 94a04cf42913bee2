import { z } from 'zod';
import { defineKind } from '../../../engine/activity/kind.ts';
import { namePattern } from '../../../engine/model/ids.ts';

const schema = z.strictObject({
  cube: z
    .string()
    .regex(namePattern, 'a cube starts with a letter and holds letters, digits and _ (64 at most)')
    .meta({ title: 'Cube', description: 'A cube that an installed package declares.', widget: 'text' }),
  mode: z
    .enum(['full', 'partial'])
    .default('partial')
    .meta({
      title: 'Update',
      description: 'Whether all groups are made anew, or those alone whose rows have changed since the last time.',
      widget: 'choice',
      choices: { full: 'all groups', partial: 'changed groups' },
    }),
});
export type UpdateAggregateConfig = z.infer<typeof schema>;

export const updateAggregateKind = defineKind({
  name: 'updateAggregate',
  group: 'data',
  label: 'Update aggregate',
  summary: 'Brings the sums of a cube up to date.',
  schema,
  initial: { cube: 'nameIt' },
  inbound: 'allowed',
  canFail: true,
  outlets: () => [{ name: 'default' }],
  describe: ({ cube, mode }) => (mode === 'full' ? `${cube}, all groups` : `${cube}, what has changed`),
  names: ({ cube }) => [{ pointer: '/cube', what: 'cube', name: cube }],
  sets: () => ['recordCount', 'mode'],
  behaviour: { does: 'work', performs: () => 'transaction' },
});

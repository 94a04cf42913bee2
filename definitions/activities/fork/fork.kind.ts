import { z } from 'zod';
import { defineKind } from '../../../engine/activity/kind.ts';
import { outletSchema } from '../../../engine/model/ids.ts';

const schema = z.strictObject({
  outlets: z
    .array(outletSchema)
    .min(1)
    .refine((names) => new Set(names).size === names.length, 'name each outlet once')
    .refine((names) => !names.some((name) => name === 'error'), '“error” is no name for an outlet of a fork')
    .prefault(['default'])
    .meta({
      title: 'Outlets',
      description: 'The ways out. All of them fire; several transitions may leave by one outlet.',
      widget: 'outlets',
    }),
});

export const forkKind = defineKind({
  name: 'fork',
  group: 'flow',
  label: 'Fork',
  summary: 'Begins several branches that run side by side.',
  schema,
  inbound: 'required',
  canFail: false,
  outlets: ({ outlets }) => outlets.map((name) => ({ name })),
  describe: ({ outlets }) => (outlets.length === 1 ? 'fires every transition' : `fires ${outlets.join(', ')}`),
  behaviour: {
    does: 'decide',
    decide: ({ config, connected }) => ({
      outlets: config.outlets.filter((name) => connected.includes(name)).map((outlet) => ({ outlet })),
    }),
  },
});

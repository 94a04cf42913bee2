import { z } from 'zod';
import { defineKind } from '../../../engine/activity/kind.ts';
import { outsideWork } from '../../../engine/activity/outsideWork.ts';
import { durationSchema } from '../../../engine/model/duration.ts';
import { expressionSchema } from '../../../engine/activity/sqlFields.ts';

const choices = { all: 'all', transactional: 'transactional ones', others: 'all but transactional ones' } as const;

const schema = z.strictObject({
  delivery: expressionSchema.optional().meta({
    title: 'Delivery',
    description:
      'An expression giving the number of a delivery; left out: all that are ready, transactional ones first.',
    widget: 'expression',
  }),
  only: z.enum(['all', 'transactional', 'others']).default('all').meta({
    title: 'Which',
    description: 'Transactional ones answer events; each workflow may send its own.',
    widget: 'choice',
    choices,
  }),
  batch: z.int().min(1).max(5_000).default(500).meta({
    title: 'Messages at a time',
    description: 'After so many it can be paused or stopped, and a more urgent delivery has its turn.',
    widget: 'number',
  }),
  stopAfter: durationSchema.optional().meta({
    title: 'Stop after',
    description:
      'After so long no further part is begun, and the workflow goes on: what is left is sent the next time.',
    widget: 'duration',
  }),
});
export type DeliveryConfig = z.infer<typeof schema>;

export const deliveryKind = defineKind({
  ...outsideWork,
  name: 'delivery',
  group: 'outside',
  label: 'Delivery',
  summary: 'Sends the mails of deliveries that are ready.',
  schema,
  behaviour: { ...outsideWork.behaviour, repeats: () => true, asksOthers: () => true },
  inbound: 'allowed',
  describe: ({ delivery, only }) => (delivery === undefined ? `${choices[only]} that are ready` : `number ${delivery}`),
  expressions: ({ delivery }) => (delivery === undefined ? [] : [{ pointer: '/delivery', source: delivery }]),
  sets: () => ['recordCount', 'sent', 'kept', 'failed', 'ignored', 'doubtful', 'waiting'],
});

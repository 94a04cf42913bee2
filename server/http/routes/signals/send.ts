import { z } from 'zod';
import { signalBodySchema, signalSchema } from '../../../contract/signals.ts';
import { defineRoute } from '../../route.ts';

export const sendSignal = defineRoute({
  method: 'post',
  path: '/api/signals/{name}',
  tag: 'signals',
  summary: 'Send a signal: it is stored durably before it is answered',
  description: '`id` makes it idempotent: it is unique a name for 30 days.',
  params: z.object({ name: z.string().min(1).max(200) }),
  body: signalBodySchema,
  answers: { 202: signalSchema },
  problems: ['invalid', 'malformed', 'too-large'],
  handle: async ({ actor, params, body, services }) => ({
    status: 202,
    body: await services.operations.signals.send(actor, { name: params.name, ...body }),
  }),
});

import { eventsAnswerSchema, eventsBodySchema } from '../../../contract/events.ts';
import { defineRoute } from '../../route.ts';

export const receiveEvents = defineRoute({
  method: 'post',
  path: '/api/events',
  tag: 'messages',
  summary: 'Events that transactional messages answer',
  description:
    'Stored durably before it is answered; the workflows of the Message Center take them from their queue. The same `key` in the same queue is the same event.',
  body: eventsBodySchema,
  answers: { 202: eventsAnswerSchema },
  problems: ['invalid', 'malformed', 'too-large', 'state-conflict'],
  handle: async ({ actor, body, services }) => ({
    status: 202,
    body: await services.operations.events.receive(actor, body),
  }),
});

import { testMailBodySchema, testedMailSchema } from '../../../contract/outbox.ts';
import { defineRoute } from '../../route.ts';

export const testMail = defineRoute({
  method: 'post',
  path: '/api/outbox/test',
  tag: 'outbox',
  summary: 'Send a test mail, and say what became of it',
  description:
    'It is given to the mail server at once; where there is none, it is kept. Either way it is in the outbox when a worker has noted it.',
  body: testMailBodySchema,
  answers: { 200: testedMailSchema },
  problems: ['invalid', 'malformed'],
  handle: async ({ actor, body, services }) => ({
    status: 200,
    body: await services.operations.outbox.test(actor, body.to),
  }),
});

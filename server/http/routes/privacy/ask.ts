import { privacyAcceptedSchema, privacyBodySchema } from '../../../contract/privacy.ts';
import { defineRoute } from '../../route.ts';

export const askPrivacy = defineRoute({
  method: 'post',
  path: '/api/privacy/requests',
  tag: 'privacy',
  summary: 'Ask to see, or to delete, what is stored about a person',
  body: privacyBodySchema,
  answers: { 202: privacyAcceptedSchema },
  problems: ['invalid', 'malformed', 'state-conflict', 'not-found'],
  handle: async ({ actor, body, services }) => ({
    status: 202,
    body: await services.operations.privacy.ask(actor, body),
  }),
});

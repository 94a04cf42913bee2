import { answerPage } from '../../../operations/paging.ts';
import { privacyQuerySchema, privacyRequestListSchema } from '../../../contract/privacy.ts';
import { defineRoute } from '../../route.ts';

export const listPrivacy = defineRoute({
  method: 'get',
  path: '/api/privacy/requests',
  tag: 'privacy',
  summary: 'Privacy requests, the newest first',
  query: privacyQuerySchema,
  answers: { 200: privacyRequestListSchema },
  problems: ['invalid'],
  handle: async ({ actor, query, services }) => ({
    status: 200,
    body: answerPage(await services.operations.privacy.list(actor, query), query),
  }),
});

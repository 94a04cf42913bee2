import { privacyRequestSchema } from '../../../contract/privacy.ts';
import { defineRoute } from '../../route.ts';
import { idParams } from '../../routeParts.ts';

export const getPrivacy = defineRoute({
  method: 'get',
  path: '/api/privacy/requests/{id}',
  tag: 'privacy',
  summary: 'A privacy request',
  params: idParams,
  answers: { 200: privacyRequestSchema },
  problems: ['not-found'],
  handle: async ({ actor, params, services }) => ({
    status: 200,
    body: await services.operations.privacy.get(actor, params.id),
  }),
});

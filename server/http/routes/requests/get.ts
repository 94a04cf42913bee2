import { requestSchema } from '../../../contract/requests.ts';
import { defineRoute } from '../../route.ts';
import { idParams } from '../../routeParts.ts';

export const getRequest = defineRoute({
  method: 'get',
  path: '/api/requests/{id}',
  tag: 'requests',
  summary: 'How far what was asked has come: requested, accepted, applied, or refused with the reason',
  params: idParams,
  answers: { 200: requestSchema },
  problems: ['not-found', 'invalid'],
  handle: async ({ actor, params, services }) => ({
    status: 200,
    body: await services.operations.requests.get(actor, params.id),
  }),
});

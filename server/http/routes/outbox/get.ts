import { mailDetailSchema } from '../../../contract/outbox.ts';
import { defineRoute } from '../../route.ts';
import { idParams } from '../../routeParts.ts';

export const getMail = defineRoute({
  method: 'get',
  path: '/api/outbox/{id}',
  tag: 'outbox',
  summary: 'A mail with its text, in which secrets are masked',
  params: idParams,
  answers: { 200: mailDetailSchema },
  problems: ['not-found'],
  handle: async ({ actor, params, services }) => ({
    status: 200,
    body: await services.operations.outbox.get(actor, params.id),
  }),
});

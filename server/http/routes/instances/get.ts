import { instanceDetailSchema } from '../../../contract/instances.ts';
import { defineRoute } from '../../route.ts';
import { idParams } from '../../routeParts.ts';

export const getInstance = defineRoute({
  method: 'get',
  path: '/api/instances/{id}',
  tag: 'instances',
  summary: 'An instance with its whole live state',
  params: idParams,
  answers: { 200: instanceDetailSchema },
  problems: ['not-found', 'invalid'],
  handle: async ({ actor, params, services }) => ({
    status: 200,
    body: await services.operations.instances.get(actor, params.id),
  }),
});

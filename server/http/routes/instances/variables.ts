import { variablesSchema } from '../../../contract/instances.ts';
import { defineRoute } from '../../route.ts';
import { idParams } from '../../routeParts.ts';

export const getVariables = defineRoute({
  method: 'get',
  path: '/api/instances/{id}/variables',
  tag: 'instances',
  summary: 'Its inputs and variables',
  params: idParams,
  answers: { 200: variablesSchema },
  problems: ['not-found', 'invalid'],
  handle: async ({ actor, params, services }) => ({
    status: 200,
    body: await services.operations.instances.variables(actor, params.id),
  }),
});

import { historyQuerySchema, historySchema } from '../../../contract/instances.ts';
import { defineRoute } from '../../route.ts';
import { idParams } from '../../routeParts.ts';

export const getHistory = defineRoute({
  method: 'get',
  path: '/api/instances/{id}/history',
  tag: 'instances',
  summary: 'Its complete numbered record, after a number',
  description: '`next` is the `after` of the part that follows; absent when there is none yet.',
  params: idParams,
  query: historyQuerySchema,
  answers: { 200: historySchema },
  problems: ['not-found', 'invalid'],
  handle: async ({ actor, params, query, services }) => ({
    status: 200,
    body: await services.operations.instances.history(actor, params.id, query),
  }),
});

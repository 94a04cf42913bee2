import { selectionSchema } from '../../../contract/bulk.ts';
import { defineRoute } from '../../route.ts';
import { idParams } from '../../routeParts.ts';

export const getBulk = defineRoute({
  method: 'get',
  path: '/api/bulk/{id}',
  tag: 'instances',
  summary: 'A selection of many instances, with what became of each',
  params: idParams,
  answers: { 200: selectionSchema },
  problems: ['not-found', 'invalid'],
  handle: async ({ actor, params, services }) => ({
    status: 200,
    body: await services.operations.bulk.get(actor, params.id),
  }),
});

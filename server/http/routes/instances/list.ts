import { instanceListSchema, instanceQuerySchema } from '../../../contract/instances.ts';
import { answerPage } from '../../../operations/paging.ts';
import { defineRoute } from '../../route.ts';

export const listInstances = defineRoute({
  method: 'get',
  path: '/api/instances',
  tag: 'instances',
  summary: 'Instances, newest first',
  query: instanceQuerySchema,
  answers: { 200: instanceListSchema },
  problems: ['invalid'],
  handle: async ({ actor, query, services }) => ({
    status: 200,
    body: answerPage(await services.operations.instances.list(actor, query), query),
  }),
});

import { firingsQuerySchema, firingsSchema } from '../../../contract/workflows.ts';
import { defineRoute } from '../../route.ts';
import { workflowParams } from '../../routeParts.ts';

export const listFirings = defineRoute({
  method: 'get',
  path: '/api/workflows/{name}/firings',
  tag: 'schedules',
  summary: 'When the workflow fires next, and what became of its last firings',
  description: '`reason` of a coming firing says why it would not begin an instance now: `not-started` or `held`.',
  params: workflowParams,
  query: firingsQuerySchema,
  answers: { 200: firingsSchema },
  problems: ['not-found', 'invalid'],
  handle: async ({ actor, params, query, services }) => ({
    status: 200,
    body: await services.operations.workflows.firings(actor, params.name, query.next),
  }),
});

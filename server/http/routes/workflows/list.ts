import { workflowListSchema, workflowQuerySchema } from '../../../contract/workflows.ts';
import { answerPage } from '../../../operations/paging.ts';
import { defineRoute } from '../../route.ts';

export const listWorkflows = defineRoute({
  method: 'get',
  path: '/api/workflows',
  tag: 'workflows',
  summary: 'All workflows, with how they stand',
  query: workflowQuerySchema,
  answers: { 200: workflowListSchema },
  problems: ['invalid'],
  handle: async ({ actor, query, services }) => ({
    status: 200,
    body: answerPage(await services.operations.workflows.list(actor, query), query),
  }),
});

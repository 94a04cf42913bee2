import { approvalListSchema, approvalQuerySchema } from '../../../contract/approvals.ts';
import { answerPage } from '../../../operations/paging.ts';
import { defineRoute } from '../../route.ts';

export const listApprovals = defineRoute({
  method: 'get',
  path: '/api/approvals',
  tag: 'approvals',
  summary: 'Approvals that wait for an answer, the longest waiting first',
  description: 'Those that wait for whoever asks: of their groups, and of themselves. `all=true`: everybody’s.',
  query: approvalQuerySchema,
  answers: { 200: approvalListSchema },
  problems: ['invalid'],
  handle: async ({ actor, query, services }) => ({
    status: 200,
    body: answerPage(await services.operations.approvals.list(actor, query), query),
  }),
});

import { auditListSchema, auditQuerySchema } from '../../../contract/audit.ts';
import { answerPage } from '../../../operations/paging.ts';
import { defineRoute } from '../../route.ts';

export const listAudit = defineRoute({
  method: 'get',
  path: '/api/audit',
  tag: 'administration',
  summary: 'The audit trail: what people did, newest first',
  query: auditQuerySchema,
  answers: { 200: auditListSchema },
  problems: ['invalid'],
  handle: async ({ actor, query, services }) => ({
    status: 200,
    body: answerPage(await services.operations.audit.list(actor, query), query),
  }),
});

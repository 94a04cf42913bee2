import { auditWordsSchema } from '../../../contract/audit.ts';
import { defineRoute } from '../../route.ts';

export const listAuditWords = defineRoute({
  method: 'get',
  path: '/api/audit/words',
  tag: 'administration',
  summary: 'By whom, and what, there are lines in the audit trail',
  answers: { 200: auditWordsSchema },
  problems: [],
  handle: async ({ actor, services }) => ({ status: 200, body: await services.operations.audit.words(actor) }),
});

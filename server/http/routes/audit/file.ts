import { auditFileQuerySchema, mostAuditLines } from '../../../contract/audit.ts';
import { defineRoute } from '../../route.ts';

const types = { csv: 'text/csv; charset=utf-8', jsonl: 'application/jsonl; charset=utf-8' } as const;

export const getAuditFile = defineRoute({
  method: 'get',
  path: '/api/audit/file',
  tag: 'administration',
  summary: 'The audit trail as a file: CSV, or JSON a line',
  description: `The newest ${String(mostAuditLines)} lines that fit; \`to\` leads to older ones. Who fetches it stands in the trail.`,
  query: auditFileQuerySchema,
  answers: { 200: null },
  problems: ['invalid'],
  handle: async ({ actor, query, services }) => ({
    status: 200,
    content: await services.operations.audit.file(actor, query),
    headers: {
      'Content-Type': types[query.format],
      'Content-Disposition': `attachment; filename="audit.${query.format}"`,
    },
  }),
});

import { sqlBodySchema, sqlPreviewSchema } from '../../../contract/designing.ts';
import { defineRoute } from '../../route.ts';

export const previewSql = defineRoute({
  method: 'post',
  path: '/api/sql/preview',
  tag: 'designing',
  summary: 'The first 50 rows of a query; it reads only, and is ended after 5 s',
  body: sqlBodySchema,
  answers: { 200: sqlPreviewSchema },
  problems: ['not-found', 'invalid', 'malformed', 'too-large', 'state-conflict', 'unavailable'],
  handle: async ({ actor, body, services }) => ({
    status: 200,
    body: await services.operations.designing.preview(actor, body),
  }),
});

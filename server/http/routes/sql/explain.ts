import { sqlBodySchema, sqlPlanSchema } from '../../../contract/designing.ts';
import { defineRoute } from '../../route.ts';

export const explainSql = defineRoute({
  method: 'post',
  path: '/api/sql/explain',
  tag: 'designing',
  summary: 'How the database would execute a statement; it is not executed',
  body: sqlBodySchema,
  answers: { 200: sqlPlanSchema },
  problems: ['not-found', 'invalid', 'malformed', 'too-large', 'state-conflict', 'unavailable'],
  handle: async ({ actor, body, services }) => ({
    status: 200,
    body: await services.operations.designing.explain(actor, body),
  }),
});

import { sqlPlanSchema } from '../../../contract/designing.ts';
import { sqlRoute } from './sqlRoute.ts';

export const explainSql = sqlRoute({
  what: 'explain',
  summary: 'How the database would execute a statement; it is not executed',
  answer: sqlPlanSchema,
  ask: (designing, actor, body) => designing.explain(actor, body),
});

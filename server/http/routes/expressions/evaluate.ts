import { evaluateBodySchema, evaluatedSchema } from '../../../contract/designing.ts';
import { defineRoute } from '../../route.ts';

export const evaluateExpression = defineRoute({
  method: 'post',
  path: '/api/expressions/evaluate',
  tag: 'designing',
  summary: 'What an expression gives, on variables that are given or those of an instance; secrets are masked',
  body: evaluateBodySchema,
  answers: { 200: evaluatedSchema },
  problems: ['not-found', 'invalid', 'malformed', 'too-large'],
  handle: async ({ actor, body, services }) => ({
    status: 200,
    body: await services.operations.designing.evaluate(actor, body),
  }),
});

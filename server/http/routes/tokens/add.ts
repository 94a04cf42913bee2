import { newTokenSchema, tokenBodySchema } from '../../../contract/operators.ts';
import { defineRoute } from '../../route.ts';

export const addToken = defineRoute({
  method: 'post',
  path: '/api/tokens',
  tag: 'administration',
  summary: 'A new token for a program that acts as you; this answer alone holds it',
  body: tokenBodySchema,
  answers: { 201: newTokenSchema },
  problems: ['invalid', 'malformed'],
  neverRemembered: true,
  handle: async ({ actor, body, services }) => ({
    status: 201,
    body: await services.operations.tokens.add(actor, body.label),
  }),
});

import { pageQuerySchema } from '../../../contract/lists.ts';
import { tokenListSchema } from '../../../contract/operators.ts';
import { answerPage } from '../../../operations/paging.ts';
import { defineRoute } from '../../route.ts';

export const listTokens = defineRoute({
  method: 'get',
  path: '/api/tokens',
  tag: 'administration',
  summary: 'Your own tokens, without their secrets',
  query: pageQuerySchema,
  answers: { 200: tokenListSchema },
  problems: ['invalid'],
  handle: async ({ actor, query, services }) => ({
    status: 200,
    body: answerPage(await services.operations.tokens.list(actor, query), query),
  }),
});

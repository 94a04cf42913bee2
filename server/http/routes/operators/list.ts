import { pageQuerySchema } from '../../../contract/lists.ts';
import { operatorListSchema } from '../../../contract/operators.ts';
import { answerPage } from '../../../operations/paging.ts';
import { defineRoute } from '../../route.ts';

export const listOperators = defineRoute({
  method: 'get',
  path: '/api/operators',
  tag: 'administration',
  summary: 'All operators',
  query: pageQuerySchema,
  answers: { 200: operatorListSchema },
  problems: ['invalid'],
  handle: async ({ actor, query, services }) => ({
    status: 200,
    body: answerPage(await services.operations.operators.list(actor, query), query),
  }),
});

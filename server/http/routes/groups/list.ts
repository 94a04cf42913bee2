import { groupListSchema } from '../../../contract/groups.ts';
import { pageQuerySchema } from '../../../contract/lists.ts';
import { answerPage } from '../../../operations/paging.ts';
import { defineRoute } from '../../route.ts';

export const listGroups = defineRoute({
  method: 'get',
  path: '/api/groups',
  tag: 'administration',
  summary: 'All groups of operators, with who belongs to them',
  query: pageQuerySchema,
  answers: { 200: groupListSchema },
  problems: ['invalid'],
  handle: async ({ actor, query, services }) => ({
    status: 200,
    body: answerPage(await services.operations.groups.list(actor, query), query),
  }),
});

import { pageQuerySchema } from '../../../contract/lists.ts';
import { packageListSchema } from '../../../contract/packages.ts';
import { answerPage } from '../../../operations/paging.ts';
import { defineRoute } from '../../route.ts';

export const listPackages = defineRoute({
  method: 'get',
  path: '/api/packages',
  tag: 'administration',
  summary: 'The packages of this release, installed or not',
  query: pageQuerySchema,
  answers: { 200: packageListSchema },
  problems: ['invalid'],
  handle: async ({ actor, query, services }) => ({
    status: 200,
    body: answerPage(await services.operations.packages.list(actor, query), query),
  }),
});

import { pageQuerySchema } from '../../../contract/lists.ts';
import { backfillListSchema } from '../../../contract/schedules.ts';
import { answerPage } from '../../../operations/paging.ts';
import { defineRoute } from '../../route.ts';
import { workflowParams } from '../../routeParts.ts';

export const listBackfills = defineRoute({
  method: 'get',
  path: '/api/workflows/{name}/backfills',
  tag: 'schedules',
  summary: 'The backfills of a workflow, newest first',
  params: workflowParams,
  query: pageQuerySchema,
  answers: { 200: backfillListSchema },
  problems: ['invalid'],
  handle: async ({ actor, params, query, services }) => ({
    status: 200,
    body: answerPage(await services.operations.backfills.list(actor, params.name, query), query),
  }),
});

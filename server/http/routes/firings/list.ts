import { firingListSchema, firingQuerySchema } from '../../../contract/schedules.ts';
import { answerPage } from '../../../operations/paging.ts';
import { defineRoute } from '../../route.ts';

export const listAllFirings = defineRoute({
  method: 'get',
  path: '/api/firings',
  tag: 'schedules',
  summary:
    'What became of firings: begun, skipped, missed or replaced, and what is unmet of `expectBy`, with the reason',
  query: firingQuerySchema,
  answers: { 200: firingListSchema },
  problems: ['invalid'],
  handle: async ({ actor, query, services }) => ({
    status: 200,
    body: answerPage(await services.operations.backfills.firings(actor, query), query),
  }),
});

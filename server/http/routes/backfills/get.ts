import { backfillSchema } from '../../../contract/schedules.ts';
import { defineRoute } from '../../route.ts';
import { idParams } from '../../routeParts.ts';

export const getBackfill = defineRoute({
  method: 'get',
  path: '/api/backfills/{id}',
  tag: 'schedules',
  summary: 'How far a backfill has come',
  params: idParams,
  answers: { 200: backfillSchema },
  problems: ['not-found', 'invalid'],
  handle: async ({ actor, params, services }) => ({
    status: 200,
    body: await services.operations.backfills.get(actor, params.id),
  }),
});

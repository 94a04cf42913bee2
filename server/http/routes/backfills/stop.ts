import { emptyBodySchema } from '../../../contract/requests.ts';
import { defineRoute } from '../../route.ts';
import { accepted, acceptedAnswers, idParams, requestProblems } from '../../routeParts.ts';

export const stopBackfill = defineRoute({
  method: 'post',
  path: '/api/backfills/{id}/stop',
  tag: 'schedules',
  summary: 'Begin no further firing of a backfill; what has begun goes on',
  params: idParams,
  body: emptyBodySchema,
  answers: acceptedAnswers,
  problems: requestProblems,
  handle: async ({ actor, params, services }) => accepted(await services.operations.backfills.stop(actor, params.id)),
});

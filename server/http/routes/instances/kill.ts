import { reasonBodySchema } from '../../../contract/requests.ts';
import { defineRoute } from '../../route.ts';
import { accepted, acceptedAnswers, idParams, requestProblems } from '../../routeParts.ts';

export const killInstance = defineRoute({
  method: 'post',
  path: '/api/instances/{id}/kill',
  tag: 'instances',
  summary: 'Unconditional stop: stopped at once',
  params: idParams,
  body: reasonBodySchema,
  answers: acceptedAnswers,
  problems: requestProblems,
  handle: async ({ actor, params, body, services }) =>
    accepted(await services.operations.instanceRequests.kill(actor, params.id, body.reason)),
});

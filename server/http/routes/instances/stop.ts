import { emptyBodySchema } from '../../../contract/requests.ts';
import { defineRoute } from '../../route.ts';
import { accepted, acceptedAnswers, idParams, requestProblems } from '../../routeParts.ts';

export const stopInstance = defineRoute({
  method: 'post',
  path: '/api/instances/{id}/stop',
  tag: 'instances',
  summary: 'Cancel what is in flight at its source, then stopped',
  params: idParams,
  body: emptyBodySchema,
  answers: acceptedAnswers,
  problems: requestProblems,
  handle: async ({ actor, params, services }) =>
    accepted(await services.operations.instanceRequests.stop(actor, params.id)),
});

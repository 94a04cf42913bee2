import { emptyBodySchema } from '../../../contract/requests.ts';
import { defineRoute } from '../../route.ts';
import { accepted, acceptedAnswers, idParams, requestProblems } from '../../routeParts.ts';

export const acknowledgeInstance = defineRoute({
  method: 'post',
  path: '/api/instances/{id}/acknowledge',
  tag: 'instances',
  summary: 'Acknowledge that it needs attention',
  params: idParams,
  body: emptyBodySchema,
  answers: acceptedAnswers,
  problems: requestProblems,
  handle: async ({ actor, params, services }) =>
    accepted(await services.operations.instanceRequests.acknowledge(actor, params.id)),
});

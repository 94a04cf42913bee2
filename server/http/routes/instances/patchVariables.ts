import { variablesBodySchema } from '../../../contract/instances.ts';
import { defineRoute } from '../../route.ts';
import { accepted, acceptedAnswers, idParams, requestProblems } from '../../routeParts.ts';

export const patchVariables = defineRoute({
  method: 'patch',
  path: '/api/instances/{id}/variables',
  tag: 'instances',
  summary: 'Change variables of the instance',
  params: idParams,
  body: variablesBodySchema,
  answers: acceptedAnswers,
  problems: requestProblems,
  handle: async ({ actor, params, body, services }) =>
    accepted(await services.operations.instanceRequests.setVariables(actor, params.id, body.vars)),
});

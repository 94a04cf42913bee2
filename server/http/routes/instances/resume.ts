import { resumeBodySchema } from '../../../contract/requests.ts';
import { defineRoute } from '../../route.ts';
import { accepted, acceptedAnswers, idParams, requestProblems } from '../../routeParts.ts';

export const resumeInstance = defineRoute({
  method: 'post',
  path: '/api/instances/{id}/resume',
  tag: 'instances',
  summary: 'Go on exactly where it was, on the same or a newer version',
  params: idParams,
  body: resumeBodySchema,
  answers: acceptedAnswers,
  problems: requestProblems,
  handle: async ({ actor, params, body, services }) =>
    accepted(await services.operations.instanceRequests.resume(actor, params.id, body.version)),
});

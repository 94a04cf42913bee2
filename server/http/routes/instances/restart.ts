import { restartBodySchema } from '../../../contract/requests.ts';
import { defineRoute } from '../../route.ts';
import { accepted, acceptedAnswers, idParams, requestProblems } from '../../routeParts.ts';

export const restartInstance = defineRoute({
  method: 'post',
  path: '/api/instances/{id}/restart',
  tag: 'instances',
  summary: 'Stop it and begin a new instance with the same input',
  description:
    'With `from`, the new one begins at that activity with the events that it got, and the old one is not changed. `newInstance` of the answer is the id of the new one.',
  params: idParams,
  body: restartBodySchema,
  answers: acceptedAnswers,
  problems: requestProblems,
  handle: async ({ actor, params, body, services }) =>
    accepted(await services.operations.restarts.restart(actor, params.id, body)),
});

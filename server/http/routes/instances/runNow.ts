import { runNowBodySchema } from '../../../contract/requests.ts';
import { defineRoute } from '../../route.ts';
import { accepted, acceptedAnswers, idParams, requestProblems } from '../../routeParts.ts';

export const runPending = defineRoute({
  method: 'post',
  path: '/api/instances/{id}/run-now',
  tag: 'instances',
  summary: 'Run now what waits for a time, a retry or a release: all, or one task',
  params: idParams,
  body: runNowBodySchema,
  answers: acceptedAnswers,
  problems: requestProblems,
  handle: async ({ actor, params, body, services }) =>
    accepted(await services.operations.instanceRequests.runPending(actor, params.id, body.task)),
});

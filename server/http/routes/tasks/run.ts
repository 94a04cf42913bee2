import { emptyBodySchema } from '../../../contract/requests.ts';
import { defineRoute } from '../../route.ts';
import { accepted, acceptedAnswers, idParams, requestProblems } from '../../routeParts.ts';

export const runTask = defineRoute({
  method: 'post',
  path: '/api/tasks/{id}/run',
  tag: 'tasks',
  summary: 'Execute a failed, held or waiting task now',
  params: idParams,
  body: emptyBodySchema,
  answers: acceptedAnswers,
  problems: requestProblems,
  handle: async ({ actor, params, services }) => accepted(await services.operations.tasks.run(actor, params.id)),
});

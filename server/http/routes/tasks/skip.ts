import { skipBodySchema } from '../../../contract/requests.ts';
import { defineRoute } from '../../route.ts';
import { accepted, acceptedAnswers, idParams, requestProblems } from '../../routeParts.ts';

export const skipTask = defineRoute({
  method: 'post',
  path: '/api/tasks/{id}/skip',
  tag: 'tasks',
  summary: 'End a failed, held or waiting task with a given result and a reason',
  params: idParams,
  body: skipBodySchema,
  answers: acceptedAnswers,
  problems: requestProblems,
  handle: async ({ actor, params, body, services }) =>
    accepted(await services.operations.tasks.skip(actor, params.id, body)),
});

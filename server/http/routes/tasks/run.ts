import { emptyBodySchema } from '../../../contract/requests.ts';
import { defineRoute } from '../../route.ts';
import { accepted, acceptedAnswers, idParams, requestProblems } from '../../routeParts.ts';

export const runTask = defineRoute({
  method: 'post',
  path: '/api/tasks/{id}/run',
  tag: 'tasks',
  summary: 'Execute a task now that failed, is held, or waits for a time or a retry',
  description:
    'What waits for an answer or a signal is not run: it is answered (`/api/tasks/{id}/answer`), signalled or skipped.',
  params: idParams,
  body: emptyBodySchema,
  answers: acceptedAnswers,
  problems: requestProblems,
  handle: async ({ actor, params, services }) => accepted(await services.operations.tasks.run(actor, params.id)),
});

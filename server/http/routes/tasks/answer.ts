import { answerBodySchema } from '../../../contract/approvals.ts';
import { defineRoute } from '../../route.ts';
import { accepted, acceptedAnswers, idParams, requestProblems } from '../../routeParts.ts';

export const answerTask = defineRoute({
  method: 'post',
  path: '/api/tasks/{id}/answer',
  tag: 'tasks',
  summary: 'Answer an approval, as one of those who are asked',
  description:
    '`choice` is the outlet of the choice. While the instance is paused the answer is kept until it goes on.',
  params: idParams,
  body: answerBodySchema,
  answers: acceptedAnswers,
  problems: requestProblems,
  handle: async ({ actor, params, body, services }) =>
    accepted(await services.operations.approvals.answer(actor, params.id, body)),
});

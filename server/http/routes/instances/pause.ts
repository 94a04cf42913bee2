import { pauseBodySchema } from '../../../contract/requests.ts';
import { defineRoute } from '../../route.ts';
import { accepted, acceptedAnswers, idParams, requestProblems } from '../../routeParts.ts';

export const pauseInstance = defineRoute({
  method: 'post',
  path: '/api/instances/{id}/pause',
  tag: 'instances',
  summary: 'No task starts any more; tasks in flight end normally',
  params: idParams,
  body: pauseBodySchema,
  answers: acceptedAnswers,
  problems: requestProblems,
  handle: async ({ actor, params, body, services }) => {
    const untilMs = body.until === undefined ? undefined : Date.parse(body.until);
    return accepted(
      await services.operations.instanceRequests.pause(actor, params.id, { reason: body.reason, untilMs }),
    );
  },
});

import { activityBodySchema } from '../../../contract/requests.ts';
import { defineRoute } from '../../route.ts';
import { accepted, acceptedAnswers, idParams, requestProblems } from '../../routeParts.ts';

export const releaseActivity = defineRoute({
  method: 'post',
  path: '/api/instances/{id}/release',
  tag: 'instances',
  summary: 'Let a held activity of this instance go on',
  params: idParams,
  body: activityBodySchema,
  answers: acceptedAnswers,
  problems: requestProblems,
  handle: async ({ actor, params, body, services }) =>
    accepted(
      await services.operations.instanceRequests.setExecution(actor, {
        id: params.id,
        operation: 'releaseActivity',
        activity: body.activity,
      }),
    ),
});

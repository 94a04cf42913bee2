import { activityBodySchema } from '../../../contract/requests.ts';
import { defineRoute } from '../../route.ts';
import { accepted, acceptedAnswers, idParams, requestProblems } from '../../routeParts.ts';

export const holdActivity = defineRoute({
  method: 'post',
  path: '/api/instances/{id}/hold',
  tag: 'instances',
  summary: 'Hold an activity of this instance alone (a breakpoint)',
  params: idParams,
  body: activityBodySchema,
  answers: acceptedAnswers,
  problems: requestProblems,
  handle: async ({ actor, params, body, services }) =>
    accepted(
      await services.operations.instanceRequests.setExecution(actor, {
        id: params.id,
        operation: 'holdActivity',
        activity: body.activity,
      }),
    ),
});

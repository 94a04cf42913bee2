import { handOverBodySchema } from '../../../contract/requests.ts';
import { defineRoute } from '../../route.ts';
import { accepted, acceptedAnswers, idParams, requestProblems } from '../../routeParts.ts';

export const handInstanceOver = defineRoute({
  method: 'post',
  path: '/api/instances/{id}/hand-over',
  tag: 'instances',
  summary: 'Ask a group or an operator to see to it, with a note',
  params: idParams,
  body: handOverBodySchema,
  answers: acceptedAnswers,
  problems: requestProblems,
  handle: async ({ actor, params, body, services }) =>
    accepted(await services.operations.instanceRequests.handOver(actor, { id: params.id, ...body })),
});

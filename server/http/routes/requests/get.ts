import { requestSchema } from '../../../contract/requests.ts';
import { defineRoute } from '../../route.ts';
import { idParams } from '../../routeParts.ts';

export const getRequest = defineRoute({
  method: 'get',
  path: '/api/requests/{id}',
  tag: 'requests',
  summary: 'How far what was asked has come: requested, accepted, applied, or refused with the reason',
  description:
    '`requested`: it is stored, and no worker has taken it over yet. `accepted`: a worker has, and its instance works towards it: a ' +
    'pause that waits for what is in flight, a stop that waits until that is cancelled. `applied`: it is done; of a ' +
    'pause or stop of a workflow, and of a restart, the instances that it reaches are told, and end on their own. ' +
    '`refused`: nothing was changed, and `reason` says why.',
  params: idParams,
  answers: { 200: requestSchema },
  problems: ['not-found', 'invalid'],
  handle: async ({ actor, params, services }) => ({
    status: 200,
    body: await services.operations.requests.get(actor, params.id),
  }),
});

import { redirectBodySchema } from '../../../contract/signals.ts';
import { defineRoute } from '../../route.ts';
import { accepted, acceptedAnswers, idParams, requestProblems } from '../../routeParts.ts';

export const redirectSignal = defineRoute({
  method: 'post',
  path: '/api/signals/{id}/redirect',
  tag: 'signals',
  summary: 'Aim a signal again that nobody took: at an instance, or at whoever waits for it',
  description:
    'An instance that is aimed at takes it whatever its key. Where nobody takes it, the request is refused and the signal stays as it was.',
  params: idParams,
  body: redirectBodySchema,
  answers: acceptedAnswers,
  problems: requestProblems,
  handle: async ({ actor, params, body, services }) =>
    accepted(await services.operations.signals.redirect(actor, params.id, body)),
});

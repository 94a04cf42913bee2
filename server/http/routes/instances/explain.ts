import { explanationSchema } from '../../../contract/explanation.ts';
import { defineRoute } from '../../route.ts';
import { idParams } from '../../routeParts.ts';

export const explainInstance = defineRoute({
  method: 'get',
  path: '/api/instances/{id}/explain',
  tag: 'instances',
  summary: 'Why an instance does not go on',
  description: 'Every cause, what holds it most first: since when, by whom, and what clears it.',
  params: idParams,
  answers: { 200: explanationSchema },
  problems: ['not-found', 'invalid'],
  handle: async ({ actor, params, services }) => ({
    status: 200,
    body: await services.operations.explanations.ofInstance(actor, params.id),
  }),
});

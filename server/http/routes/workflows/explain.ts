import { explanationSchema } from '../../../contract/explanation.ts';
import { defineRoute } from '../../route.ts';
import { workflowParams } from '../../routeParts.ts';

export const explainWorkflow = defineRoute({
  method: 'get',
  path: '/api/workflows/{name}/explain',
  tag: 'workflows',
  summary: 'Why a workflow begins no instance now',
  description: 'Every cause, what holds it most first, and what clears it; else when it begins the next, or what does.',
  params: workflowParams,
  answers: { 200: explanationSchema },
  problems: ['not-found', 'invalid'],
  handle: async ({ actor, params, services }) => ({
    status: 200,
    body: await services.operations.explanations.ofWorkflow(actor, params.name),
  }),
});

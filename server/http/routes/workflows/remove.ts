import { defineRoute } from '../../route.ts';
import { workflowParams } from '../../routeParts.ts';

export const removeWorkflow = defineRoute({
  method: 'delete',
  path: '/api/workflows/{name}',
  tag: 'workflows',
  summary: 'Delete a workflow with its draft and versions',
  description: 'Refused while it is started or paused, or an instance of it has not ended.',
  params: workflowParams,
  answers: { 204: null },
  problems: ['not-found', 'state-conflict', 'invalid'],
  handle: async ({ actor, params, services }) => {
    await services.operations.workflows.remove(actor, params.name);
    return { status: 204 };
  },
});

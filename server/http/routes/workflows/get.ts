import { workflowDetailSchema } from '../../../contract/workflows.ts';
import { defineRoute } from '../../route.ts';
import { entityTag, workflowParams } from '../../routeParts.ts';

export const getWorkflow = defineRoute({
  method: 'get',
  path: '/api/workflows/{name}',
  tag: 'workflows',
  summary: 'A workflow with its newest version; its ETag is that version',
  params: workflowParams,
  answers: { 200: workflowDetailSchema },
  problems: ['not-found', 'invalid'],
  handle: async ({ actor, params, services }) => {
    const workflow = await services.operations.workflows.get(actor, params.name);
    return { status: 200, body: workflow, headers: entityTag(workflow.version) };
  },
});

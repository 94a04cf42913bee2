import { draftSchema } from '../../../contract/workflows.ts';
import { defineRoute } from '../../route.ts';
import { entityTag, workflowParams } from '../../routeParts.ts';

export const getDraft = defineRoute({
  method: 'get',
  path: '/api/workflows/{name}/draft',
  tag: 'drafts',
  summary: 'The draft with its problems; its ETag is its revision',
  description: 'Revision 0: nothing was drawn since the newest version.',
  params: workflowParams,
  answers: { 200: draftSchema },
  problems: ['not-found', 'invalid'],
  handle: async ({ actor, params, services }) => {
    const draft = await services.operations.drafts.get(actor, params.name);
    return { status: 200, body: draft, headers: entityTag(draft.revision) };
  },
});

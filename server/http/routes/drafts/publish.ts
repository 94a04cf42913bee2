import { publishBodySchema, publishedSchema } from '../../../contract/workflows.ts';
import { defineRoute } from '../../route.ts';
import { entityTag, workflowParams } from '../../routeParts.ts';

export const publishDraft = defineRoute({
  method: 'post',
  path: '/api/workflows/{name}/publish',
  tag: 'drafts',
  summary: 'The draft becomes a version',
  description: '412 while its baseVersion is behind the newest version; 422 with all problems if any is an error.',
  params: workflowParams,
  body: publishBodySchema,
  answers: { 201: publishedSchema },
  problems: ['not-found', 'state-conflict', 'revision-conflict', 'invalid', 'malformed'],
  handle: async ({ actor, params, body, services }) => {
    const published = await services.operations.drafts.publish(actor, params.name, body.note);
    const Location = `/api/workflows/${published.workflow}/versions/${published.version}`;
    return { status: 201, body: published, headers: { Location, ...entityTag(published.draft.revision) } };
  },
});

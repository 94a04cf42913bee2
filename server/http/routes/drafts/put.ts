import { jsonSchema } from '../../../../engine/model/json.ts';
import { draftBodySchema, draftSchema } from '../../../contract/workflows.ts';
import { defineRoute } from '../../route.ts';
import { entityTag, workflowParams } from '../../routeParts.ts';

export const putDraft = defineRoute({
  method: 'put',
  path: '/api/workflows/{name}/draft',
  tag: 'drafts',
  summary: 'Save whatever is drawn; answers with its problems',
  description:
    'A draft that exists wants If-Match with its revision; 412 answers with the current one. A name that is new becomes a workflow that was never published.',
  params: workflowParams,
  body: draftBodySchema,
  takesIfMatch: 'revision',
  answers: { 200: draftSchema },
  problems: ['revision-conflict', 'precondition-required', 'invalid', 'malformed', 'too-large'],
  handle: async ({ actor, params, body, ifMatch, services }) => {
    const saving = { definition: jsonSchema.parse(body.definition), baseVersion: body.baseVersion, revision: ifMatch };
    const draft = await services.operations.drafts.save(actor, params.name, saving);
    return { status: 200, body: draft, headers: entityTag(draft.revision) };
  },
});

import { definitionBodySchema, versionSchema } from '../../../contract/workflows.ts';
import { jsonSchema } from '../../../../engine/model/json.ts';
import { defineRoute } from '../../route.ts';
import { entityTag, workflowParams } from '../../routeParts.ts';

export const putWorkflow = defineRoute({
  method: 'put',
  path: '/api/workflows/{name}',
  tag: 'workflows',
  summary: 'A new published version from a definition',
  params: workflowParams,
  body: definitionBodySchema,
  takesIfMatch: 'version',
  answers: { 200: versionSchema },
  problems: ['not-found', 'revision-conflict', 'precondition-required', 'invalid', 'malformed', 'too-large'],
  handle: async ({ actor, params, body, ifMatch, services }) => {
    const replacing = { name: params.name, definition: jsonSchema.parse(body), version: ifMatch };
    const version = await services.operations.versions.replace(actor, replacing);
    return { status: 200, body: version, headers: entityTag(version.version) };
  },
});

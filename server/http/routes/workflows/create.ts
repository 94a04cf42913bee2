import { definitionBodySchema, versionSchema } from '../../../contract/workflows.ts';
import { jsonSchema } from '../../../../engine/model/json.ts';
import { defineRoute } from '../../route.ts';
import { entityTag } from '../../routeParts.ts';

export const createWorkflow = defineRoute({
  method: 'post',
  path: '/api/workflows',
  tag: 'workflows',
  summary: 'A new workflow from a definition, published as version 1',
  body: definitionBodySchema,
  answers: { 201: versionSchema },
  problems: ['state-conflict', 'invalid', 'malformed', 'too-large'],
  handle: async ({ actor, body, services }) => {
    const version = await services.operations.versions.create(actor, jsonSchema.parse(body));
    const headers = { Location: `/api/workflows/${version.workflow}`, ...entityTag(version.version) };
    return { status: 201, body: version, headers };
  },
});

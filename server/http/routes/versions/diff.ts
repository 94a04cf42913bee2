import { diffQuerySchema, versionDiffSchema } from '../../../contract/definitionDiff.ts';
import { defineRoute } from '../../route.ts';
import { workflowParams } from '../../routeParts.ts';

export const diffVersions = defineRoute({
  method: 'get',
  path: '/api/workflows/{name}/diff',
  tag: 'workflows',
  summary: 'What differs between two versions, or between a version and the draft',
  params: workflowParams,
  query: diffQuerySchema,
  answers: { 200: versionDiffSchema },
  problems: ['not-found', 'invalid'],
  handle: async ({ actor, params, query, services }) => ({
    status: 200,
    body: await services.operations.versions.diff(actor, params.name, query),
  }),
});

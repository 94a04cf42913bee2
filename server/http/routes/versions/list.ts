import { pageQuerySchema } from '../../../contract/lists.ts';
import { versionListSchema } from '../../../contract/workflows.ts';
import { answerPage } from '../../../operations/paging.ts';
import { defineRoute } from '../../route.ts';
import { workflowParams } from '../../routeParts.ts';

export const listVersions = defineRoute({
  method: 'get',
  path: '/api/workflows/{name}/versions',
  tag: 'workflows',
  summary: 'The published versions, newest first, without their definitions',
  params: workflowParams,
  query: pageQuerySchema,
  answers: { 200: versionListSchema },
  problems: ['not-found', 'invalid'],
  handle: async ({ actor, params, query, services }) => ({
    status: 200,
    body: answerPage(await services.operations.versions.list(actor, params.name, query), query),
  }),
});

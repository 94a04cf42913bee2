import { z } from 'zod';
import { versionSchema } from '../../../contract/workflows.ts';
import { defineRoute } from '../../route.ts';
import { workflowParams } from '../../routeParts.ts';

export const getVersion = defineRoute({
  method: 'get',
  path: '/api/workflows/{name}/versions/{version}',
  tag: 'workflows',
  summary: 'A published, immutable version',
  params: workflowParams.extend({ version: z.coerce.number().int().min(1) }),
  answers: { 200: versionSchema },
  problems: ['not-found', 'invalid'],
  handle: async ({ actor, params, services }) => ({
    status: 200,
    body: await services.operations.versions.get(actor, params.name, params.version),
  }),
});

import { packageSchema } from '../../../contract/packages.ts';
import { defineRoute } from '../../route.ts';
import { packageParams } from '../../routeParts.ts';

export const getPackage = defineRoute({
  method: 'get',
  path: '/api/packages/{name}',
  tag: 'administration',
  summary: 'A package with what it consists of',
  params: packageParams,
  answers: { 200: packageSchema },
  problems: ['not-found', 'invalid'],
  handle: async ({ actor, params, services }) => ({
    status: 200,
    body: await services.operations.packages.get(actor, params.name),
  }),
});

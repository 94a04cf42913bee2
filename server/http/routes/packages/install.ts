import { installBodySchema, packageSchema } from '../../../contract/packages.ts';
import { defineRoute } from '../../route.ts';
import { packageParams } from '../../routeParts.ts';

export const installPackage = defineRoute({
  method: 'post',
  path: '/api/packages/{name}/install',
  tag: 'administration',
  summary: 'Install a package: its tables are made, its workflows published and started',
  description:
    'What it needs must be installed. Data that was kept is there again. Workers rest meanwhile. One that is installed stays as it is.',
  params: packageParams,
  body: installBodySchema,
  answers: { 200: packageSchema },
  problems: ['not-found', 'state-conflict', 'unavailable', 'invalid', 'malformed'],
  handle: async ({ actor, params, body, services }) => ({
    status: 200,
    body: await services.operations.packages.install(actor, { name: params.name, demo: body.demo }),
  }),
});

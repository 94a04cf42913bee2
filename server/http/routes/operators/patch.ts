import { operatorPatchSchema, operatorSchema } from '../../../contract/operators.ts';
import { defineRoute } from '../../route.ts';
import { operatorParams } from '../../routeParts.ts';

export const patchOperator = defineRoute({
  method: 'patch',
  path: '/api/operators/{name}',
  tag: 'administration',
  summary: 'Change label, role or password, or disable: open sessions end',
  params: operatorParams,
  body: operatorPatchSchema,
  answers: { 200: operatorSchema },
  problems: ['not-found', 'state-conflict', 'invalid', 'malformed'],
  handle: async ({ actor, params, body, services }) => ({
    status: 200,
    body: await services.operations.operators.change(actor, { name: params.name, patch: body }),
  }),
});

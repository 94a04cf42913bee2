import { defineRoute } from '../../route.ts';
import { idParams } from '../../routeParts.ts';

export const removeToken = defineRoute({
  method: 'delete',
  path: '/api/tokens/{id}',
  tag: 'administration',
  summary: 'Take one of your tokens back',
  params: idParams,
  answers: { 204: null },
  problems: ['not-found', 'invalid'],
  handle: async ({ actor, params, services }) => {
    await services.operations.tokens.remove(actor, params.id);
    return { status: 204 };
  },
});

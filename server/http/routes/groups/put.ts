import { groupSchema, membersBodySchema } from '../../../contract/groups.ts';
import { defineRoute } from '../../route.ts';
import { groupParams } from '../../routeParts.ts';

export const putGroup = defineRoute({
  method: 'put',
  path: '/api/groups/{name}',
  tag: 'administration',
  summary: 'Who belongs to a group: all of them are named, others leave it',
  params: groupParams,
  body: membersBodySchema,
  answers: { 200: groupSchema },
  problems: ['not-found', 'invalid', 'malformed'],
  handle: async ({ actor, params, body, services }) => ({
    status: 200,
    body: await services.operations.groups.setMembers(actor, { name: params.name, members: body.members }),
  }),
});

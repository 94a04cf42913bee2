import { groupBodySchema, groupSchema } from '../../../contract/groups.ts';
import { defineRoute } from '../../route.ts';

export const addGroup = defineRoute({
  method: 'post',
  path: '/api/groups',
  tag: 'administration',
  summary: 'A new group of operators: they are told and asked together',
  body: groupBodySchema,
  answers: { 201: groupSchema },
  problems: ['state-conflict', 'invalid', 'malformed'],
  handle: async ({ actor, body, services }) => ({
    status: 201,
    body: await services.operations.groups.add(actor, body),
  }),
});

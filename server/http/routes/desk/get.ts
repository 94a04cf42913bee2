import { deskSchema } from '../../../contract/desk.ts';
import { defineRoute } from '../../route.ts';

export const getDesk = defineRoute({
  method: 'get',
  path: '/api/desk',
  tag: 'instances',
  summary: 'What waits for a person, grouped by its cause',
  answers: { 200: deskSchema },
  problems: [],
  handle: async ({ actor, services }) => ({ status: 200, body: await services.operations.desk.get(actor) }),
});

import { taskListSchema, taskQuerySchema } from '../../../contract/instances.ts';
import { answerPage } from '../../../operations/paging.ts';
import { defineRoute } from '../../route.ts';
import { idParams } from '../../routeParts.ts';

export const listTasks = defineRoute({
  method: 'get',
  path: '/api/instances/{id}/tasks',
  tag: 'instances',
  summary: 'Its tasks in the order of their creation, those that ended too',
  params: idParams,
  query: taskQuerySchema,
  answers: { 200: taskListSchema },
  problems: ['not-found', 'invalid'],
  handle: async ({ actor, params, query, services }) => ({
    status: 200,
    body: answerPage(await services.operations.instances.tasks(actor, params.id, query), query),
  }),
});

import { scheduleListSchema, scheduleQuerySchema } from '../../../contract/agenda.ts';
import { answerPage } from '../../../operations/paging.ts';
import { defineRoute } from '../../route.ts';

export const listSchedules = defineRoute({
  method: 'get',
  path: '/api/schedules',
  tag: 'schedules',
  summary: 'The schedules of all workflows: when each fires next, or why it does not',
  query: scheduleQuerySchema,
  answers: { 200: scheduleListSchema },
  problems: ['invalid'],
  handle: async ({ actor, query, services }) => ({
    status: 200,
    body: answerPage(await services.operations.schedules.list(actor, query), query),
  }),
});

import { agendaQuerySchema, agendaSchema } from '../../../contract/agenda.ts';
import { defineRoute } from '../../route.ts';

export const getAgenda = defineRoute({
  method: 'get',
  path: '/api/agenda',
  tag: 'schedules',
  summary: 'What will fire, day by day, of all workflows',
  description:
    'The days are those of `zone`. Of a schedule that fires often on a day its firings are one entry, with how many they are.',
  query: agendaQuerySchema,
  answers: { 200: agendaSchema },
  problems: ['invalid'],
  handle: async ({ actor, query, services }) => ({
    status: 200,
    body: await services.operations.schedules.agenda(actor, query),
  }),
});

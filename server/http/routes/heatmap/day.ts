import { heatMapQuerySchema, heatMapSchema } from '../../../contract/heatMap.ts';
import { defineRoute } from '../../route.ts';

export const getHeatMap = defineRoute({
  method: 'get',
  path: '/api/heatmap',
  tag: 'schedules',
  summary: 'How many workflows ran together, in each five minutes of a day',
  description:
    'The day is one of `zone`; a day on which the clocks change has 23 or 25 hours, and says so. Categories and kinds are those of the newest versions.',
  query: heatMapQuerySchema,
  answers: { 200: heatMapSchema },
  problems: ['invalid'],
  handle: async ({ actor, query, services }) => ({
    status: 200,
    body: await services.operations.heatMap.day(actor, query),
  }),
});

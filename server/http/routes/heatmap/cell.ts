import { heatCellContentSchema, heatCellQuerySchema } from '../../../contract/heatMap.ts';
import { defineRoute } from '../../route.ts';

export const getHeatCell = defineRoute({
  method: 'get',
  path: '/api/heatmap/cell',
  tag: 'schedules',
  summary: 'What ran in five minutes: workflows, their instances, and what was at work of these',
  query: heatCellQuerySchema,
  answers: { 200: heatCellContentSchema },
  problems: ['invalid'],
  handle: async ({ actor, query, services }) => ({
    status: 200,
    body: await services.operations.heatMap.cell(actor, query),
  }),
});

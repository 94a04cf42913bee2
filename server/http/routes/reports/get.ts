import { reportSchema } from '../../../contract/reports.ts';
import { defineRoute } from '../../route.ts';
import { workflowParams } from '../../routeParts.ts';

export const getReport = defineRoute({
  method: 'get',
  path: '/api/reports/{name}',
  tag: 'reports',
  summary: 'A report: charts of what workflows have computed',
  params: workflowParams,
  answers: { 200: reportSchema },
  problems: ['not-found'],
  handle: async ({ actor, params, services }) => ({
    status: 200,
    body: await services.operations.reports.get(actor, params.name),
  }),
});

import { reportListSchema } from '../../../contract/reports.ts';
import { defineRoute } from '../../route.ts';

export const listReports = defineRoute({
  method: 'get',
  path: '/api/reports',
  tag: 'reports',
  summary: 'The reports of the installed packages',
  answers: { 200: reportListSchema },
  problems: [],
  handle: async ({ actor, services }) => ({ status: 200, body: await services.operations.reports.list(actor) }),
});

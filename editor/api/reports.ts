import { queryOptions } from '@tanstack/react-query';
import { reportListSchema, reportSchema } from '../../server/contract/reports.ts';
import { callApi } from './callApi.ts';

/** The reports of the installed packages. */
export const reportsQuery = () =>
  queryOptions({
    queryKey: ['reports', 'list'],
    queryFn: ({ signal }) => callApi({ path: '/api/reports', answer: reportListSchema, signal }),
  });

/** One report with its figures. */
export const reportQuery = (name: string) =>
  queryOptions({
    queryKey: ['reports', 'one', name],
    queryFn: ({ signal }) =>
      callApi({ path: `/api/reports/${encodeURIComponent(name)}`, answer: reportSchema, signal }),
  });

import { queryOptions } from '@tanstack/react-query';
import { tablesSchema } from '../../server/contract/tables.ts';
import { callApi } from './callApi.ts';

/** The tables that SQL on the engine's own database can name; they change with packages, so hardly ever. */
export const tablesQuery = queryOptions({
  queryKey: ['tables', 'engine'],
  queryFn: ({ signal }) => callApi({ path: '/api/connections/engine/tables', answer: tablesSchema, signal }),
  staleTime: 10 * 60_000,
});

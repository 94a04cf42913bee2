import { queryOptions } from '@tanstack/react-query';
import { deskSchema } from '../../server/contract/desk.ts';
import { callApi } from './callApi.ts';

/** What waits for a person, by its cause. */
export const deskQuery = queryOptions({
  queryKey: ['desk'],
  queryFn: ({ signal }) => callApi({ path: '/api/desk', answer: deskSchema, signal }),
});

import { queryOptions } from '@tanstack/react-query';
import {
  historySchema,
  instanceListSchema,
  instanceSummarySchema,
  taskListSchema,
  type InstanceQuery,
} from '../../server/contract/instances.ts';
import { callApi } from './callApi.ts';

const pathOf = (id: string, rest = ''): string => `/api/instances/${encodeURIComponent(id)}${rest}`;

/** The instances of a list, newest first. */
export const instancesQuery = (query: Partial<InstanceQuery> = {}) =>
  queryOptions({
    queryKey: ['instances', 'list', query],
    queryFn: ({ signal }) => callApi({ path: '/api/instances', query, answer: instanceListSchema, signal }),
  });

/** An instance as lists show it. */
export const instanceQuery = (id: string) =>
  queryOptions({
    queryKey: ['instances', 'one', id],
    queryFn: ({ signal }) => callApi({ path: pathOf(id), answer: instanceSummarySchema, signal }),
  });

/** The tasks of an instance, done ones too. */
export const tasksQuery = (id: string) =>
  queryOptions({
    queryKey: ['instances', 'tasks', id],
    queryFn: ({ signal }) =>
      callApi({ path: pathOf(id, '/tasks'), query: { size: 500 }, answer: taskListSchema, signal }),
  });

/**
 * A stretch of an instance's history.
 * @returns the entries after a number
 */
export function fetchHistory(id: string, after: number, limit = 1_000) {
  return callApi({ path: pathOf(id, '/history'), query: { after, limit }, answer: historySchema });
}

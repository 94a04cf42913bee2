import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import {
  historySchema,
  instanceListSchema,
  instanceSummarySchema,
  rowsSchema,
  taskListSchema,
  variablesSchema,
  type InstanceQuery,
} from '../../server/contract/instances.ts';
import type { PageQuery } from '../../server/contract/lists.ts';
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

const lookAgainMs = 2_000;

/**
 * What an instance was begun with, and its variables: read again while it goes on, and once when it rests.
 * @param restsAt the number of its last entry where it rests
 */
export const variablesQuery = (id: string, restsAt: number | undefined) =>
  queryOptions({
    queryKey: ['instances', 'variables', id, restsAt],
    queryFn: ({ signal }) => callApi({ path: pathOf(id, '/variables'), answer: variablesSchema, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: restsAt === undefined ? lookAgainMs : false,
  });

/** How many rows of an event stand on a page. */
export const rowsAtOnce = 50;
const mostAtOnce = 500;

const fetchRows = (id: string, event: string, query: Partial<PageQuery>, signal?: AbortSignal) =>
  callApi({
    path: pathOf(id, `/events/${encodeURIComponent(event)}/rows`),
    query,
    answer: rowsSchema,
    signal,
  });

/** A page of the rows that an event carries. */
export const eventRowsQuery = (id: string, event: string, page: number) =>
  queryOptions({
    queryKey: ['instances', 'rows', id, event, page],
    queryFn: ({ signal }) => fetchRows(id, event, { page, size: rowsAtOnce }, signal),
    placeholderData: keepPreviousData,
  });

/** More rows than this are not gathered for a file. */
export const mostFileRows = 10_000;

/**
 * The rows of an event for a file, page after page.
 * @returns columns and rows, of many rows the first ones
 */
export async function fetchAllRows(id: string, event: string) {
  const first = await fetchRows(id, event, { size: mostAtOnce });
  const items = [...first.items];
  let next = first.next;
  while (next !== undefined && items.length < mostFileRows) {
    const part = await fetchRows(id, event, { page: next, size: mostAtOnce });
    items.push(...part.items);
    next = part.next;
  }
  return { columns: first.columns, items };
}

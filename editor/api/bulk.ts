import { queryOptions } from '@tanstack/react-query';
import { selectionSchema, type BulkAsked, type BulkFilter, type Selection } from '../../server/contract/bulk.ts';
import { callApi } from './callApi.ts';

/** What would happen to many instances: nothing is asked of them yet. */
export const selectMany = (asked: BulkAsked, filter: BulkFilter): Promise<Selection> =>
  callApi({
    method: 'POST',
    path: '/api/bulk',
    body: { ...asked, filter, dryRun: true },
    answer: selectionSchema,
  });

/** A dry run as a question that is asked while it is looked at. */
export const dryRunQuery = (asked: BulkAsked, filter: BulkFilter) =>
  queryOptions({
    queryKey: ['bulk', 'dryRun', asked, filter],
    queryFn: () => selectMany(asked, filter),
    gcTime: 0,
    staleTime: Infinity,
  });

/** Asks of each instance what the dry run has shown. */
export const applySelection = (selection: string): Promise<Selection> =>
  callApi({ method: 'POST', path: '/api/bulk', body: { selection, dryRun: false }, answer: selectionSchema });

const isUnderWay = ({ items }: Selection): boolean =>
  items.some(({ outcome }) => outcome === 'requested' || outcome === 'accepted');

/** How far what was asked of many has come; asked again until each is settled. */
export const selectionQuery = (selection: string) =>
  queryOptions({
    queryKey: ['bulk', 'selection', selection],
    queryFn: ({ signal }) =>
      callApi({ path: `/api/bulk/${encodeURIComponent(selection)}`, answer: selectionSchema, signal }),
    refetchInterval: ({ state }) => (state.data && !isUnderWay(state.data) ? false : 500),
  });

import { queryOptions } from '@tanstack/react-query';
import { approvalListSchema } from '../../server/contract/approvals.ts';
import { callApi } from './callApi.ts';

const path = '/api/approvals';
/** Groups change without any instance's doing. */
const lookAgainMs = 15_000;

interface Asked {
  readonly page?: number;
  readonly size?: number;
}

/** What waits for me. */
export const myApprovalsQuery = (query: Asked = {}) =>
  queryOptions({
    queryKey: ['approvals', 'mine', query],
    queryFn: ({ signal }) => callApi({ path, query: { ...query }, answer: approvalListSchema, signal }),
    refetchInterval: lookAgainMs,
  });

/** What waits for anybody. */
export const allApprovalsQuery = (query: Asked = {}) =>
  queryOptions({
    queryKey: ['approvals', 'all', query],
    queryFn: ({ signal }) => callApi({ path, query: { ...query, all: 'true' }, answer: approvalListSchema, signal }),
    refetchInterval: lookAgainMs,
  });

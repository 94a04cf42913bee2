import { queryOptions } from '@tanstack/react-query';
import {
  auditListSchema,
  auditWordsSchema,
  type AuditFilter,
  type AuditFormat,
  type AuditQuery,
} from '../../server/contract/audit.ts';
import { callApi } from './callApi.ts';

const path = '/api/audit';
const lookAgainMs = 10_000;

/** The audit trail, newest first. */
export const auditQuery = (query: Partial<AuditQuery> = {}) =>
  queryOptions({
    queryKey: ['audit', 'list', query],
    queryFn: ({ signal }) => callApi({ path, query, answer: auditListSchema, signal }),
    refetchInterval: lookAgainMs,
  });

/** By whom, and what, there are lines. */
export const auditWordsQuery = () =>
  queryOptions({
    queryKey: ['audit', 'words'],
    queryFn: ({ signal }) => callApi({ path: `${path}/words`, answer: auditWordsSchema, signal }),
  });

/**
 * Where the trail is fetched as a file, narrowed as it is shown.
 * @returns the address
 */
export function auditFileAddress(filter: AuditFilter, format: AuditFormat): string {
  const given = Object.entries({ ...filter, format }).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, value]],
  );
  return `${path}/file?${new URLSearchParams(given).toString()}`;
}

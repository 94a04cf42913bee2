import { queryOptions } from '@tanstack/react-query';
import {
  privacyAcceptedSchema,
  privacyRequestListSchema,
  privacyRequestSchema,
  type PrivacyBody,
  type PrivacyQuery,
} from '../../server/contract/privacy.ts';
import { callApi } from './callApi.ts';

const path = '/api/privacy/requests';

/** How often the list is looked at again: what is asked is answered by workflows, at their own times. */
const lookAgainMs = 5_000;

/** Privacy requests, the newest first. */
export const privacyQuery = (query: Partial<PrivacyQuery> = {}) =>
  queryOptions({
    queryKey: ['privacy', 'list', query],
    queryFn: ({ signal }) => callApi({ path, query, answer: privacyRequestListSchema, signal }),
    refetchInterval: lookAgainMs,
  });

/** Asks to see, or to have deleted, what is stored about a person; it is in the list once a worker has taken it. */
export const askPrivacy = (body: PrivacyBody) => callApi({ method: 'POST', path, body, answer: privacyAcceptedSchema });

/** Confirms a deletion that waits for it. */
export const confirmDeletion = (id: string) =>
  callApi({
    method: 'POST',
    path: `${path}/${encodeURIComponent(id)}/confirm`,
    body: {},
    answer: privacyRequestSchema,
  });

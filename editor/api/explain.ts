import { queryOptions } from '@tanstack/react-query';
import { explanationSchema } from '../../server/contract/explanation.ts';
import { callApi } from './callApi.ts';

/** How often it is asked again: what holds an instance may change without an entry of its own. */
const askAgainMs = 5_000;

/**
 * Why an instance does not go on.
 * @param seq the entry at which it stands: after another one there may be other causes
 */
export const explainQuery = (id: string, seq: number) =>
  queryOptions({
    queryKey: ['instances', 'explain', id, seq],
    queryFn: ({ signal }) =>
      callApi({ path: `/api/instances/${encodeURIComponent(id)}/explain`, answer: explanationSchema, signal }),
    refetchInterval: askAgainMs,
  });

/**
 * Why a workflow begins no instance.
 * @param status its present one: in another there are other causes
 */
export const explainWorkflowQuery = (name: string, status: string) =>
  queryOptions({
    queryKey: ['workflows', 'explain', name, status],
    queryFn: ({ signal }) =>
      callApi({ path: `/api/workflows/${encodeURIComponent(name)}/explain`, answer: explanationSchema, signal }),
    refetchInterval: askAgainMs,
  });

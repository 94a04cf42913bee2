import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { requestSchema, type Request } from '../../server/contract/requests.ts';
import { callApi } from './callApi.ts';

/** What is acknowledged: enough to follow the request. */
const acknowledgedSchema = z.looseObject({ id: z.string() });

/** What an operator can ask for: the address and the body follow from it. */
export type Asked =
  | {
      readonly of: 'workflow';
      readonly name: string;
      readonly verb: 'start' | 'pause' | 'resume' | 'stop' | 'hold' | 'release';
      readonly body?: object;
    }
  | {
      readonly of: 'instance';
      readonly id: string;
      readonly verb: 'pause' | 'resume' | 'stop' | 'kill' | 'restart' | 'run-now' | 'acknowledge' | 'hand-over';
      readonly body?: object;
    }
  | { readonly of: 'task'; readonly id: string; readonly verb: 'run' | 'skip' | 'answer'; readonly body?: object }
  /** Variables of an instance are given other values. */
  | { readonly of: 'variables'; readonly id: string; readonly body: object }
  /** A signal that nobody took is aimed again. */
  | { readonly of: 'signal'; readonly id: string; readonly verb: 'redirect'; readonly body?: object };

const pathOf = (asked: Asked): string => {
  switch (asked.of) {
    case 'workflow':
      return `/api/workflows/${encodeURIComponent(asked.name)}/${asked.verb}`;
    case 'instance':
      return `/api/instances/${encodeURIComponent(asked.id)}/${asked.verb}`;
    case 'variables':
      return `/api/instances/${encodeURIComponent(asked.id)}/variables`;
    case 'signal':
      return `/api/signals/${encodeURIComponent(asked.id)}/${asked.verb}`;
    case 'task':
      return `/api/tasks/${encodeURIComponent(asked.id)}/${asked.verb}`;
  }
};

/**
 * Asks; the answer says only that the request is kept.
 * @returns the request's id
 */
export async function ask(asked: Asked): Promise<string> {
  const { id } = await callApi({
    method: asked.of === 'variables' ? 'PATCH' : 'POST',
    path: pathOf(asked),
    body: asked.body ?? {},
    answer: acknowledgedSchema,
  });
  return id;
}

/** How far a request has come; asked again until it is settled. */
export const requestQuery = (id: string) =>
  queryOptions({
    queryKey: ['requests', id],
    queryFn: ({ signal }) =>
      callApi({ path: `/api/requests/${encodeURIComponent(id)}`, answer: requestSchema, signal }),
    refetchInterval: ({ state }) => (state.data && isSettled(state.data) ? false : 400),
  });

/** Whether a request has come to its end. */
export const isSettled = (request: Request): boolean => request.status === 'applied' || request.status === 'refused';

import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import {
  signalListSchema,
  signalSchema,
  type signalBodySchema,
  type SignalQuery,
} from '../../server/contract/signals.ts';
import { callApi } from './callApi.ts';

const path = '/api/signals';
/** What nobody takes changes no instance. */
const lookAgainMs = 5_000;

/** Signals, newest first, and what became of them. */
export const signalsQuery = (query: Partial<SignalQuery> = {}) =>
  queryOptions({
    queryKey: ['signals', 'list', query],
    queryFn: ({ signal }) => callApi({ path, query, answer: signalListSchema, signal }),
    refetchInterval: lookAgainMs,
  });

/** What is sent with a signal. */
export type SignalBody = z.input<typeof signalBodySchema>;

/** Sends a signal: it is kept before this answers. */
export const sendSignal = ({ name, body }: { readonly name: string; readonly body: SignalBody }) =>
  callApi({ method: 'POST', path: `${path}/${encodeURIComponent(name)}`, body, answer: signalSchema });

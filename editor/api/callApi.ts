import type { z } from 'zod';
import { offlineProblem, problemOfAnswer, unreadableProblem } from './ApiProblem.ts';

interface Call<Schema extends z.ZodType> {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  /** The revision that this change is made on: `If-Match`. */
  readonly revision?: number;
  /** The same key again is the same request; made here where the caller keeps none. */
  readonly idempotencyKey?: string;
  readonly answer: Schema;
  readonly signal?: AbortSignal | undefined;
}

const addressOf = (path: string, query: Call<z.ZodType>['query']): string => {
  const given = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return search ? `${path}?${search}` : path;
};

const headersOf = (call: Call<z.ZodType>): Record<string, string> => ({
  Accept: 'application/json, application/problem+json',
  ...(call.body === undefined ? {} : { 'Content-Type': 'application/json' }),
  ...(call.revision === undefined ? {} : { 'If-Match': `"${call.revision}"` }),
  ...(call.method === 'POST' ? { 'Idempotency-Key': call.idempotencyKey ?? crypto.randomUUID() } : {}),
});

const send = async (call: Call<z.ZodType>): Promise<Response> => {
  try {
    return await fetch(addressOf(call.path, call.query), {
      method: call.method ?? 'GET',
      headers: headersOf(call),
      credentials: 'same-origin',
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      ...(call.signal === undefined ? {} : { signal: call.signal }),
    });
  } catch (cause) {
    if (call.signal?.aborted) throw cause;
    throw offlineProblem(cause);
  }
};

const bodyOf = async (response: Response): Promise<unknown> => {
  const text = await response.text();
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/**
 * Asks the server and parses its answer by the contract's schema.
 * @returns what the schema gives
 * @throws ApiProblem for whatever is not a good answer
 */
export async function callApi<Schema extends z.ZodType>(call: Call<Schema>): Promise<z.infer<Schema>> {
  const response = await send(call);
  const body = await bodyOf(response);
  if (!response.ok) throw problemOfAnswer(response.status, body);
  const parsed = call.answer.safeParse(body);
  if (!parsed.success) throw unreadableProblem(call.path, parsed.error);
  return parsed.data;
}

import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { sessionSchema, type Session, type SignIn } from '../../server/contract/session.ts';
import { ApiProblem } from './ApiProblem.ts';
import { callApi } from './callApi.ts';
import { markSignedIn, mayBeSignedIn } from './signedInMark.ts';

const path = '/api/session';

const fetchSession = async (signal?: AbortSignal): Promise<Session | null> => {
  if (!mayBeSignedIn()) return null;
  try {
    return await callApi({ path, answer: sessionSchema, signal });
  } catch (problem) {
    if (!(problem instanceof ApiProblem) || problem.status !== 401) throw problem;
    markSignedIn(false);
    return null;
  }
};

/** Who is signed in; null when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => fetchSession(signal),
  staleTime: 60_000,
});

/**
 * Signs in; the cookie is the server's to set.
 * @returns the session
 */
export function signIn(body: SignIn): Promise<Session> {
  return callApi({ method: 'POST', path, body, answer: sessionSchema });
}

/** Ends the session. */
export async function signOut(): Promise<void> {
  await callApi({ method: 'DELETE', path, answer: z.unknown() });
}

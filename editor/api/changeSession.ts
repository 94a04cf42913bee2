import type { QueryClient } from '@tanstack/react-query';
import type { Session } from '../../server/contract/session.ts';
import { sessionQuery } from './session.ts';
import { markSignedIn } from './signedInMark.ts';

/** Another operator, or nobody, is signed in: what the one before saw is forgotten. */
export function changeSession(queries: QueryClient, session: Session | null): void {
  // The session's own query stays: the page watches it.
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] });
  markSignedIn(session !== null);
  queries.setQueryData(sessionQuery.queryKey, session);
}

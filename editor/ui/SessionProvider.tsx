import { createContext, use, type ReactNode } from 'react';
import { invariant } from '../../engine/invariant.ts';
import type { Right } from '../../server/contract/rights.ts';
import type { Session } from '../../server/contract/session.ts';

const SessionContext = createContext<Session | undefined>(undefined);

/** Tells pages who is signed in. */
export function SessionProvider({ session, children }: { readonly session: Session; readonly children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

/**
 * Who is signed in.
 * @returns the session
 */
export function useSession(): Session {
  const session = use(SessionContext);
  invariant(session, 'pages stand in a SessionProvider');
  return session;
}

/**
 * What the session may do; a button that would be refused is not shown.
 * @returns the test of a right
 */
export function useRights(): (right: Right) => boolean {
  const { rights } = useSession();
  return (right) => rights.includes(right);
}

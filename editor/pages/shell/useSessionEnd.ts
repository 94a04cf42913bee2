import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { sessionQuery } from '../../api/session.ts';
import { useLine } from '../../live/LiveProvider.tsx';

/** A line that the server refuses means that the session is over: the page asks, and shows the sign-in page if it is. */
export function useSessionEnd(): void {
  const queries = useQueryClient();
  const { connection } = useLine();
  useEffect(() => {
    if (connection === 'refused') void queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
  }, [connection, queries]);
}

import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { sessionQuery } from '../api/session.ts';
import { PageLoading } from '../ui/PageLoading.tsx';
import { ProblemNotice } from '../ui/ProblemNotice.tsx';
import { SignInPage } from './SignInPage.tsx';

// Whoever signs in needs neither the frame nor the live stream yet: the first screen stays small.
const SignedIn = lazy(async () => ({ default: (await import('./SignedIn.tsx')).SignedIn }));

/** The application: who is signed in decides what is shown. */
export function App() {
  const session = useQuery(sessionQuery);
  if (session.isPending) return <PageLoading />;
  if (session.isError) return <ProblemNotice problem={session.error} onRetry={() => void session.refetch()} page />;
  if (session.data === null) return <SignInPage />;
  return (
    <Suspense fallback={<PageLoading />}>
      <SignedIn session={session.data} />
    </Suspense>
  );
}

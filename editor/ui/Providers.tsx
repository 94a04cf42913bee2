import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { i18n } from 'i18next';
import { useState, type ReactNode } from 'react';
import { I18nextProvider } from 'react-i18next';
import { ApiProblem } from '../api/ApiProblem.ts';
import { sessionQuery } from '../api/session.ts';
import { markSignedIn } from '../api/signedInMark.ts';
import { TextLanguageProvider } from '../i18n/textLanguage.tsx';
import { PageBoundary } from './PageBoundary.tsx';
import { resolveVariables, theme } from './theme.ts';

interface ProvidersProps {
  readonly language: i18n;
  readonly children: ReactNode;
}

/** Asking again helps only where the server was not there or not ready. */
const isWorthAsking = (failures: number, problem: Error): boolean =>
  problem instanceof ApiProblem && (problem.status === 0 || problem.status >= 502) && failures < 3;

const createQueries = (): QueryClient => {
  const queries = new QueryClient({
    defaultOptions: {
      queries: { retry: isWorthAsking, staleTime: 5_000, refetchOnWindowFocus: true },
      mutations: { retry: false },
    },
  });
  // Any answer of 401 means that the session is over: the page asks who is signed in, and shows the sign-in page.
  queries.getQueryCache().subscribe(({ type, query }) => {
    const problem: unknown = query.state.error;
    if (type === 'updated' && problem instanceof ApiProblem && problem.status === 401) {
      markSignedIn(false);
      queries.setQueryData(sessionQuery.queryKey, null);
    }
  });
  return queries;
};

/** What every page stands in: look, language, queries, notices, and what is shown when a page fails. */
export function Providers({ language, children }: ProvidersProps) {
  const [queries] = useState(createQueries);
  return (
    <I18nextProvider i18n={language}>
      <QueryClientProvider client={queries}>
        <MantineProvider theme={theme} cssVariablesResolver={resolveVariables} defaultColorScheme="auto">
          <Notifications position="bottom-right" limit={4} autoClose={6_000} />
          <TextLanguageProvider>
            <PageBoundary>{children}</PageBoundary>
          </TextLanguageProvider>
        </MantineProvider>
      </QueryClientProvider>
    </I18nextProvider>
  );
}

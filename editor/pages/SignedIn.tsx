import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import type { Session } from '../../server/contract/session.ts';
import { LiveProvider } from '../live/LiveProvider.tsx';
import { PageBoundary } from '../ui/PageBoundary.tsx';
import { PageLoading } from '../ui/PageLoading.tsx';
import { SessionProvider } from '../ui/SessionProvider.tsx';
import { NotFoundPage } from './NotFoundPage.tsx';
import { Shell } from './shell/Shell.tsx';

// A page is loaded when it is first opened: the first screen stays small.
const HomePage = lazy(async () => ({ default: (await import('./home/HomePage.tsx')).HomePage }));
const ExplorerPage = lazy(async () => ({ default: (await import('./explorer/ExplorerPage.tsx')).ExplorerPage }));
const WorkflowPage = lazy(async () => ({ default: (await import('./workflow/WorkflowPage.tsx')).WorkflowPage }));
const InstancesPage = lazy(async () => ({ default: (await import('./instances/InstancesPage.tsx')).InstancesPage }));
const InstancePage = lazy(async () => ({ default: (await import('./instance/InstancePage.tsx')).InstancePage }));
const PrivacyPage = lazy(async () => ({ default: (await import('./privacy/PrivacyPage.tsx')).PrivacyPage }));
const ReportsPage = lazy(async () => ({ default: (await import('./reports/ReportsPage.tsx')).ReportsPage }));

function Pages() {
  return (
    <Switch>
      <Route path="/">
        <HomePage />
      </Route>
      <Route path="/workflows">
        <ExplorerPage />
      </Route>
      <Route path="/workflows/:name">{({ name }) => <WorkflowPage key={name} name={name} />}</Route>
      <Route path="/workflows/:name/versions">
        {({ name }) => <WorkflowPage key={name} name={name} tab="versions" />}
      </Route>
      <Route path="/instances">
        <InstancesPage />
      </Route>
      <Route path="/instances/:id">{({ id }) => <InstancePage key={id} id={id} />}</Route>
      <Route path="/reports">
        <ReportsPage />
      </Route>
      <Route path="/privacy">
        <PrivacyPage />
      </Route>
      <Route path="/sign-in">
        <Redirect to="/" replace />
      </Route>
      <Route>
        <NotFoundPage />
      </Route>
    </Switch>
  );
}

/** The pages in their frame, for whoever is signed in. */
export function SignedIn({ session }: { readonly session: Session }) {
  const [location] = useLocation();
  return (
    <SessionProvider session={session}>
      <LiveProvider key={session.operator}>
        <Shell>
          <PageBoundary resetKey={location}>
            <Suspense fallback={<PageLoading />}>
              <Pages />
            </Suspense>
          </PageBoundary>
        </Shell>
      </LiveProvider>
    </SessionProvider>
  );
}

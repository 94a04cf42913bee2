import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import type { Session } from '../../server/contract/session.ts';
import { LiveProvider } from '../live/LiveProvider.tsx';
import { PageBoundary } from '../ui/PageBoundary.tsx';
import { PageLoading } from '../ui/PageLoading.tsx';
import { SessionProvider } from '../ui/SessionProvider.tsx';
import { NotFoundPage } from './NotFoundPage.tsx';
import { pageTable } from './pageTable.ts';
import { Shell } from './shell/Shell.tsx';

const WorkflowPage = lazy(async () => ({ default: (await import('./workflow/WorkflowPage.tsx')).WorkflowPage }));
const InstancePage = lazy(async () => ({ default: (await import('./instance/InstancePage.tsx')).InstancePage }));

function Pages() {
  return (
    <Switch>
      {pageTable.map(({ key, href, Page }) => (
        <Route key={key} path={href}>
          <Page />
        </Route>
      ))}
      <Route path="/workflows/:name">{({ name }) => <WorkflowPage key={name} name={name} />}</Route>
      <Route path="/workflows/:name/versions">
        {({ name }) => <WorkflowPage key={name} name={name} tab="versions" />}
      </Route>
      <Route path="/instances/:id">{({ id }) => <InstancePage key={id} id={id} />}</Route>
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

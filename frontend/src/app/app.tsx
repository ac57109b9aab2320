import { ErrorBoundary } from 'react-error-boundary';
import { Route, Switch, useLocation } from 'wouter';
import type { HealthFeed } from '../features/health/health-feed.ts';
import { HealthFeedContext, useRunningFeed } from '../features/health/use-health.ts';
import { HealthPage } from '../features/health/health-page.tsx';
import { Announcer } from '@zero-to-running/health/react/announcer';
import { CrashScreen } from './views.tsx';
import { LateView, type LoadView } from './views.tsx';
import { Layout } from './layout.tsx';
import { NotFound } from './views.tsx';

const loadTasksPage: LoadView = async () => (await import('../features/tasks/tasks-page.tsx')).TasksPage;

function Views() {
  return (
    <Switch>
      <Route path="/">
        <HealthPage />
      </Route>
      <Route path="/tasks">
        <LateView load={loadTasksPage} words="Loading the tasks view…" />
      </Route>
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}

function Shell({ feed }: { readonly feed: HealthFeed }) {
  const [location] = useLocation();
  useRunningFeed(feed);
  return (
    <Layout>
      {/* A view that breaks leaves the way to the others open. */}
      <ErrorBoundary FallbackComponent={CrashScreen} resetKeys={[location]}>
        <Views />
      </ErrorBoundary>
    </Layout>
  );
}

/** The whole application. */
export function App({ feed }: { readonly feed: HealthFeed }) {
  return (
    <ErrorBoundary FallbackComponent={CrashScreen}>
      <HealthFeedContext value={feed}>
        <Announcer>
          <Shell feed={feed} />
        </Announcer>
      </HealthFeedContext>
    </ErrorBoundary>
  );
}

import { ErrorBoundary } from 'react-error-boundary';
import { Route, Switch, useLocation } from 'wouter';
import type { HealthFeed } from '../health/api/health-feed.ts';
import { HealthFeedContext, useRunningFeed } from '../health/health-feed-context.ts';
import { HealthPage } from '../health/health-page.tsx';
import { Announcer } from '../ui/announcer.tsx';
import { CrashScreen } from './crash-screen.tsx';
import { LateView, type LoadView } from './late-view.tsx';
import { Layout } from './layout.tsx';
import { NotFound } from './not-found.tsx';

const loadTasksPage: LoadView = async () => (await import('../tasks/tasks-page.tsx')).TasksPage;

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

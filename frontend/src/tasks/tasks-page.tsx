import { notifyManager, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { isPassing } from '../http/api-error.ts';
import { retryDelayMs } from '../http/retry-delay.ts';
import { TasksView } from './tasks-view.tsx';

// A ticked box must not be drawn unticked in between, as it may be when changes are told in a later task.
notifyManager.setScheduler(queueMicrotask);

/**
 * Lives as long as the page, so that coming back to the view shows the list at once. Requests are made whatever the
 * browser thinks of the network: the API may well be on this machine.
 */
const client = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      retry: (failures, error) => failures < 1 && isPassing(error),
      retryDelay: retryDelayMs,
    },
    mutations: { networkMode: 'always' },
  },
});

export function TasksPage() {
  return (
    <QueryClientProvider client={client}>
      <TasksView />
    </QueryClientProvider>
  );
}

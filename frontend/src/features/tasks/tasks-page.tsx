// oxlint-disable-next-line import/no-unassigned-import -- it has to run before the schemas of the other imports
import '../../lib/zod-settings.ts';
import { useSearchParams } from 'wouter';
import { notifyManager, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Button } from '../../ui/button.tsx';
import { CacheNote, FilterChoice } from './list-state.tsx';
import { OutageBanner } from './outage-banner.tsx';
import { TaskForm } from './task-form.tsx';
import { TaskResults } from './task-list.tsx';
import { readFilter, type TaskFilter } from './titles.ts';
import { useFailureAnnouncements } from './use-focus-and-announcements.ts';
import { useTaskList } from './list-tasks.ts';
import { isTransient } from '../../lib/api-error.ts';
import { retryDelayMs } from '../../lib/http-client.ts';

/** The tasks: add, tick, edit, delete. The filter is part of the address. */
function TasksView() {
  const [search, setSearch] = useSearchParams();
  const filter = readFilter(search.get('state'));
  const choose = (next: TaskFilter) => setSearch(next === 'all' ? {} : { state: next }, { replace: true });
  const list = useTaskList(filter);
  useFailureAnnouncements();
  const { data, isFetching } = list.query;
  const cache = data?.pages.at(-1)?.cache;
  return (
    <div className="mx-auto grid max-w-3xl gap-4">
      <h1 className="text-xl font-semibold tracking-tight">Tasks</h1>
      <OutageBanner />
      {/* A new task is open, so a list of what is done would not show it. */}
      <TaskForm onAdd={() => filter === 'done' && choose('all')} />
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <FilterChoice filter={filter} onChoose={choose} />
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {cache && <CacheNote cache={cache} />}
          <Button aria-disabled={isFetching} onClick={() => !isFetching && list.reload()}>
            {isFetching ? 'Loading…' : 'Reload'}
          </Button>
        </div>
      </div>
      <TaskResults filter={filter} list={list} />
    </div>
  );
}

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
      retry: (failures, error) => failures < 1 && isTransient(error),
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

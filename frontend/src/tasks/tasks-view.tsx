import { useSearchParams } from 'wouter';
import { Button } from '../ui/button.tsx';
import { CacheNote } from './components/cache-note.tsx';
import { FilterChoice } from './components/filter-choice.tsx';
import { TaskForm } from './components/task-form.tsx';
import { TaskResults } from './components/task-results.tsx';
import { readFilter, type TaskFilter } from './model/task-filter.ts';
import { useFailureAnnouncements } from './use-failure-announcements.ts';
import { useTaskList } from './use-task-list.ts';

/** The tasks: add, tick, edit, delete. The filter is part of the address. */
export function TasksView() {
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

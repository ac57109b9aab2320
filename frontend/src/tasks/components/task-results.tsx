import { useOpenCreations } from '../api/open-creations.ts';
import type { TaskFilter } from '../model/task-filter.ts';
import type { useTaskList } from '../use-task-list.ts';
import { ListFailure } from './list-failure.tsx';
import { ListLoading } from './list-loading.tsx';
import { ListState } from './list-state.tsx';
import { LoadMore } from './load-more.tsx';
import { TaskList } from './task-list.tsx';

const emptyWords: Record<TaskFilter, { title: string; hint: string }> = {
  all: { title: 'No tasks yet', hint: 'Add the first one above.' },
  open: { title: 'Nothing left to do', hint: 'Every task is done.' },
  done: { title: 'Nothing done yet', hint: 'Tick a task, and it turns up here.' },
};

interface TaskResultsProps {
  readonly filter: TaskFilter;
  readonly list: ReturnType<typeof useTaskList>;
}

/** The list in whatever state it is; never nothing. */
export function TaskResults({ filter, list: { query, reload } }: TaskResultsProps) {
  const creations = useOpenCreations();
  const { data, error, isFetching, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  const loaded = data?.pages.reduce((sum, { items }) => sum + items.length, 0) ?? 0;
  const failure = isFetchNextPageError ? null : error;
  const isEmpty = data !== undefined && loaded === 0 && creations.length === 0;
  return (
    <>
      {failure && (
        <ListFailure
          error={failure}
          isTrying={isFetching}
          onRetry={reload}
          consequence={data ? 'The list below may be old.' : 'Trying again by itself every few seconds.'}
        />
      )}
      {!data && !failure && <ListLoading />}
      {!data && failure && <ListState title="The tasks cannot be shown" />}
      {isEmpty && (
        <ListState title={emptyWords[filter].title}>
          <p className="text-muted">{emptyWords[filter].hint}</p>
        </ListState>
      )}
      {(loaded > 0 || creations.length > 0) && <TaskList pages={data?.pages ?? []} />}
      {loaded > 0 && (
        <LoadMore
          loaded={loaded}
          hasMore={hasNextPage}
          isLoading={isFetchingNextPage}
          error={isFetchNextPageError ? error : null}
          onLoad={() => void fetchNextPage()}
        />
      )}
    </>
  );
}

import { memo, useRef } from 'react';
import type { ListedPage, useTaskList } from './list-tasks.ts';
import { useOpenChanges, type OpenChange } from './change-task.ts';
import { useOpenCreations } from './create-task.ts';
import { useKeptFocus } from './use-focus-and-announcements.ts';
import { NewTaskRow } from './row-error.tsx';
import { TaskRow } from './task-row.tsx';
import type { TaskFilter } from './titles.ts';
import { ListFailure, ListLoading, ListState, LoadMore } from './list-state.tsx';

interface PageRowsProps {
  readonly items: ListedPage['items'];
  readonly changes: ReadonlyMap<string, OpenChange>;
}

/** The rows of a page: a page that is loaded later leaves them alone. */
const PageRows = memo(function PageRows({ items, changes }: PageRowsProps) {
  return items.map((task) => <TaskRow key={task.id} task={task} open={changes.get(task.id)} />);
});

/** The tasks that are loaded, below those that are still being created. */
function TaskList({ pages }: { readonly pages: readonly ListedPage[] }) {
  const changes = useOpenChanges();
  const creations = useOpenCreations();
  const list = useRef<HTMLUListElement>(null);
  useKeptFocus(list);
  return (
    <ul ref={list} aria-label="Tasks" className="overflow-hidden rounded-xl border border-line bg-surface shadow-xs">
      {creations.map((creation) => (
        <NewTaskRow key={creation.task.idempotencyKey} creation={creation} />
      ))}
      {pages.map(({ items, nextCursor }) => (
        <PageRows key={nextCursor ?? 'last'} items={items} changes={changes} />
      ))}
    </ul>
  );
}

const emptyWords: Record<TaskFilter, { title: string; hint: string }> = {
  all: { title: 'No tasks yet', hint: 'Add the first one above.' },
  open: { title: 'Nothing left to do', hint: 'Every task is done.' },
  done: { title: 'Nothing done yet', hint: 'Tasks that you complete appear here.' },
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
          consequence={data ? 'The list below may be out of date.' : 'Trying again every few seconds.'}
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

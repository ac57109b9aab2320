import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { listTasks } from './api/list-tasks.ts';
import type { TaskFilter } from './model/task-filter.ts';

/** The list of a filter, and `reload`, which begins it anew instead of fetching every page that is loaded. */
export function useTaskList(filter: TaskFilter) {
  const client = useQueryClient();
  const options = listTasks(filter);
  const query = useInfiniteQuery(options);
  const reload = () => {
    client.setQueryData(
      options.queryKey,
      (list) => list && { pages: list.pages.slice(0, 1), pageParams: list.pageParams.slice(0, 1) },
    );
    void query.refetch();
  };
  return { query, reload };
}

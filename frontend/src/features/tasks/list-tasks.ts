import { infiniteQueryOptions, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import {
  cacheResultSchema,
  taskLimits,
  taskPageSchema,
  tasksPath,
  type CacheResult,
  type Task,
  taskSchema,
} from '@app/contract/tasks';
import { httpClient, readBody } from '../../lib/http-client.ts';
import type { TaskFilter } from './titles.ts';
import { ApiProblem } from '../../lib/api-error.ts';

/** A page of a list, and where the API had it from; null where it does not say. */
export interface ListedPage {
  readonly items: readonly Task[];
  readonly nextCursor: string | null;
  readonly cache: CacheResult | null;
}

/** The beginning of the keys of all lists. */
export const taskListsKey = ['tasks', 'list'] as const;

/** Above so many pages a list is not fetched again by itself, since that fetches every page. */
const refreshedPages = 3;

/** Milliseconds between attempts while there is nothing to show. */
const retryEmptyMs = 3_000;

async function fetchPage(filter: TaskFilter, cursor: string | null, signal: AbortSignal): Promise<ListedPage> {
  // Who asks for more wants much: pages after the first are as large as they may be.
  const page = cursor === null ? {} : { cursor, limit: taskLimits.pageSize };
  const params = { ...(filter !== 'all' && { state: filter }), ...page };
  const { data, headers } = await httpClient.get<unknown>(tasksPath, { params, signal });
  const cache = cacheResultSchema.safeParse(headers['x-cache']).data ?? null;
  return { ...readBody(taskPageSchema, data), cache };
}

/** The tasks of a filter, page by page. */
export function listTasks(filter: TaskFilter) {
  return infiniteQueryOptions({
    queryKey: [...taskListsKey, filter] as const,
    queryFn: ({ pageParam, signal }) => fetchPage(filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page: ListedPage) => page.nextCursor,
    refetchOnWindowFocus: ({ state }) => (state.data?.pages.length ?? 0) <= refreshedPages,
    refetchInterval: ({ state }) => (state.status === 'error' && !state.data ? retryEmptyMs : false),
  });
}

/** Where a task is, below the API's origin. */
export function taskPath({ id }: Pick<Task, 'id'>): string {
  return `${tasksPath}/${encodeURIComponent(id)}`;
}

/**
 * Fetches a task as it is now; null when there is none.
 * @throws ApiProblem, NetworkError
 */
export async function getTask(task: Pick<Task, 'id'>): Promise<Task | null> {
  try {
    const { data } = await httpClient.get<unknown>(taskPath(task));
    return readBody(taskSchema, data);
  } catch (error) {
    if (error instanceof ApiProblem && error.is('not-found')) return null;
    throw error;
  }
}

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

import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { Task } from '@app/contract/tasks';
import { matches, readFilter, type TaskFilter } from './titles.ts';
import { taskListsKey, type ListedPage } from './list-tasks.ts';

type CachedList = InfiniteData<ListedPage, string | null>;

function mapPages(list: CachedList, change: (items: readonly Task[]) => readonly Task[]): CachedList {
  const pages = list.pages.map((page) => {
    const items = change(page.items);
    return items === page.items ? page : { ...page, items };
  });
  return { ...list, pages };
}

const without = (id: string) => (items: readonly Task[]) =>
  items.some((task) => task.id === id) ? items.filter((task) => task.id !== id) : items;

const replacing = (next: Task) => (items: readonly Task[]) =>
  items.some(({ id }) => id === next.id) ? items.map((task) => (task.id === next.id ? next : task)) : items;

/** The list with a task where it belongs: replaced in its place, on top if it is new, or gone if it does not match. */
export function putIntoList(list: CachedList, filter: TaskFilter, task: Task): CachedList {
  if (!matches(filter, task)) return mapPages(list, without(task.id));
  const isListed = list.pages.some(({ items }) => items.some(({ id }) => id === task.id));
  if (isListed) return mapPages(list, replacing(task));
  const [first, ...rest] = list.pages;
  return first ? { ...list, pages: [{ ...first, items: [task, ...first.items] }, ...rest] } : list;
}

/** Changes the list that is shown, and forgets the others, which are fetched again when they are. */
function changeLists(client: QueryClient, change: (list: CachedList, filter: TaskFilter) => CachedList): void {
  client.removeQueries({ queryKey: taskListsKey, type: 'inactive' });
  for (const { queryKey, state } of client.getQueryCache().findAll({ queryKey: taskListsKey })) {
    const filter = readFilter(String(queryKey[2]));
    client.setQueryData<CachedList>(queryKey, (list) => list && change(list, filter));
    // An answer that is on its way may be older than the change; one with further pages holds other tasks.
    const isReloading = state.fetchStatus === 'fetching' && !state.fetchMeta?.fetchMore;
    if (isReloading) void client.refetchQueries({ queryKey, exact: true });
  }
}

/** Shows a task as the API has it now. */
export function putTask(client: QueryClient, task: Task): void {
  changeLists(client, (list, filter) => putIntoList(list, filter, task));
}

/** Shows a task no longer. */
export function dropTask(client: QueryClient, id: string): void {
  changeLists(client, (list) => mapPages(list, without(id)));
}

import { memo, useRef } from 'react';
import type { ListedPage } from '../api/list-tasks.ts';
import { useOpenChanges, type OpenChange } from '../api/open-changes.ts';
import { useOpenCreations } from '../api/open-creations.ts';
import { useKeptFocus } from '../use-kept-focus.ts';
import { NewTaskRow } from './new-task-row.tsx';
import { TaskRow } from './task-row.tsx';

interface PageRowsProps {
  readonly items: ListedPage['items'];
  readonly changes: ReadonlyMap<string, OpenChange>;
}

/** The rows of a page: a page that is loaded later leaves them alone. */
const PageRows = memo(function PageRows({ items, changes }: PageRowsProps) {
  return items.map((task) => <TaskRow key={task.id} task={task} open={changes.get(task.id)} />);
});

/** The tasks that are loaded, below those that are still being created. */
export function TaskList({ pages }: { readonly pages: readonly ListedPage[] }) {
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

import { taskStateSchema, type Task, type TaskState } from '@zero-to-running/contract/tasks';

/** Which tasks a list shows. */
export type TaskFilter = TaskState | 'all';

export const taskFilters = ['all', ...taskStateSchema.options] as const;

/** The filter that an address asks for; all, if it asks for none that there is. */
export function readFilter(text: string | null): TaskFilter {
  return taskStateSchema.safeParse(text).data ?? 'all';
}

export function matches(filter: TaskFilter, task: Task): boolean {
  return filter === 'all' || task.state === filter;
}

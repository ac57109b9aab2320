import { taskCreateSchema, taskStateSchema, type Task, type TaskState } from '@app/contract/tasks';
import { ApiProblem } from '../../lib/api-error.ts';

/** What the API says is wrong with the title; null when a request failed for another reason. */
export function refusedTitle(error: unknown): string | null {
  const message = error instanceof ApiProblem ? error.fieldError('title')?.message : undefined;
  return message === undefined ? null : `The title ${message}.`;
}

/** What is wrong with a title, by the contract's rules and in its words; null when nothing is. */
export function titleError(title: string): string | null {
  const parsed = taskCreateSchema.shape.title.safeParse(title);
  return parsed.success ? null : `The title ${parsed.error.issues[0]?.message ?? 'is not as it should be'}.`;
}

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

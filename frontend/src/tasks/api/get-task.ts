import { taskSchema, tasksPath, type Task } from '@zero-to-running/contract/tasks';
import { ApiProblem } from '../../http/api-error.ts';
import { httpClient } from '../../http/http-client.ts';
import { readBody } from '../../http/read-body.ts';

/** Where a task is, below the API's origin. */
export function taskPath({ id }: Pick<Task, 'id'>): string {
  return `${tasksPath}/${encodeURIComponent(id)}`;
}

/**
 * Fetches a task as it is now; null when there is none.
 * @throws ApiProblem, NoAnswer
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

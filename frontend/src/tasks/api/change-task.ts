import { useMutation, useQueryClient } from '@tanstack/react-query';
import { taskEtag, taskSchema, type Task, type TaskUpdate } from '@zero-to-running/contract/tasks';
import { ApiProblem, isPassing } from '../../http/api-error.ts';
import { httpClient } from '../../http/http-client.ts';
import { readBody } from '../../http/read-body.ts';
import { retryDelayMs } from '../../http/retry-delay.ts';
import { keepFailuresMs } from './keep-failures.ts';
import { dropTask, putTask } from './cached-lists.ts';
import { getTask, taskPath } from './get-task.ts';
import { TaskConflict } from './task-conflict.ts';

/** A change of a task, based on the version of it that the person saw. */
export type TaskChange =
  | { readonly kind: 'update'; readonly base: Task; readonly update: TaskUpdate }
  | { readonly kind: 'delete'; readonly base: Task };

/** The beginning of the keys of all changes. */
export const changesKey = ['tasks', 'change'] as const;

/** Key of a task's changes. */
export function changeKey(id: string) {
  return [...changesKey, id] as const;
}

/** The task with a change applied, as it is shown before the API has answered. */
export function withUpdate(task: Task, { title, state }: TaskUpdate): Task {
  return { ...task, ...(title !== undefined && { title }), ...(state !== undefined && { state }) };
}

async function send(change: TaskChange): Promise<Task | null> {
  const headers = { 'If-Match': taskEtag(change.base) };
  if (change.kind === 'delete') {
    await httpClient.delete(taskPath(change.base), { headers });
    return null;
  }
  const { data } = await httpClient.patch<unknown>(taskPath(change.base), change.update, { headers });
  return readBody(taskSchema, data);
}

/** Whether the task is as the change wants it: a first attempt may have done it whose answer got lost. */
function isDone(change: TaskChange, current: Task | null): boolean {
  if (change.kind === 'delete') return current === null;
  const { title = current?.title, state = current?.state } = change.update;
  return current !== null && current.title === title?.trim() && current.state === state;
}

/**
 * Makes a change.
 * @returns the task as it is now; null once it is deleted
 * @throws TaskConflict when somebody else was first; ApiProblem (`not-found` when it is gone), NoAnswer
 */
async function changeTask(change: TaskChange): Promise<Task | null> {
  try {
    return await send(change);
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    if (change.kind === 'delete' && error.is('not-found')) return null;
    if (!error.is('precondition-failed')) throw error;
    const current = await getTask(change.base);
    if (isDone(change, current)) return current;
    throw current ? new TaskConflict(current) : error;
  }
}

/** Changes a task, and the lists that hold it. */
export function useChangeTask(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationKey: changeKey(id),
    scope: { id },
    mutationFn: changeTask,
    gcTime: keepFailuresMs,
    retry: (failures, error) => failures < 1 && isPassing(error),
    retryDelay: retryDelayMs,
    onSuccess: (task, { base }) => {
      if (task) putTask(client, task);
      else dropTask(client, base.id);
    },
  });
}

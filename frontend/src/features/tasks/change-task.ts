import { type Task, taskEtag, taskSchema, type TaskUpdate } from '@app/contract/tasks';
import { useMutation, useQueryClient, useMutationState, type Mutation } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { ApiProblem, isTransient } from '../../lib/api-error.ts';
import { httpClient, readBody, retryDelayMs } from '../../lib/http-client.ts';
import { keepFailuresMs } from './create-task.ts';
import { dropTask, putTask } from './cached-lists.ts';
import { getTask, taskPath } from './list-tasks.ts';

/** Milliseconds for one of the two attempts to send a change. */
const attemptMs = 4_500;

/** A change was based on a version of the task that is no longer the last. */
export class TaskConflict extends Error {
  override readonly name = 'TaskConflict';
  /** The task as somebody else has left it. */
  readonly theirs: Task;

  constructor(theirs: Task) {
    super(`The task was changed meanwhile, to version ${theirs.version}.`);
    this.theirs = theirs;
  }
}

/** A change of a task, based on the version of it that the person saw. */
export type TaskChange =
  | { readonly kind: 'update'; readonly base: Task; readonly update: TaskUpdate }
  | { readonly kind: 'delete'; readonly base: Task };

/** The beginning of the keys of all changes. */
const changesKey = ['tasks', 'change'] as const;

/** Key of a task's changes. */
function changeKey(id: string) {
  return [...changesKey, id] as const;
}

/** The task with a change applied, as it is shown before the API has answered. */
export function withUpdate(task: Task, { title, state }: TaskUpdate): Task {
  return { ...task, ...(title !== undefined && { title }), ...(state !== undefined && { state }) };
}

async function send(change: TaskChange): Promise<Task | null> {
  const headers = { 'If-Match': taskEtag(change.base) };
  if (change.kind === 'delete') {
    await httpClient.delete(taskPath(change.base), { headers, timeout: attemptMs });
    return null;
  }
  const { data } = await httpClient.patch<unknown>(taskPath(change.base), change.update, {
    headers,
    timeout: attemptMs,
  });
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
 * @throws TaskConflict when somebody else was first; ApiProblem (`not-found` when it is gone), NetworkError
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
    retry: (failures, error) => failures < 1 && isTransient(error),
    retryDelay: retryDelayMs,
    onSuccess: (task, { base }) => {
      if (task) putTask(client, task);
      else dropTask(client, base.id);
    },
  });
}

type ChangeMutation = Mutation<Task | null, Error, TaskChange>;

/** A change that is on its way, or has failed and waits for a decision. */
export interface OpenChange {
  readonly change: TaskChange;
  /** Null while the change is on its way. */
  readonly error: Error | null;
}

function openChange({ state }: ChangeMutation): OpenChange | null {
  const { status, variables, error } = state;
  if (!variables || status === 'success' || status === 'idle') return null;
  return { change: variables, error: status === 'error' ? error : null };
}

/** The open change of each task, by the task's id. They outlive the rows that began them. */
export function useOpenChanges(): ReadonlyMap<string, OpenChange> {
  const states = useMutationState<OpenChange | null, ChangeMutation>({
    filters: { mutationKey: changesKey },
    select: openChange,
  });
  return useMemo(() => {
    const open = states.filter((state) => state !== null);
    return new Map(open.map((state) => [state.change.base.id, state]));
  }, [states]);
}

/** Returns the function that forgets what has ended of a task's changes, failures above all. */
export function useForgetChanges(): (id: string) => void {
  const client = useQueryClient();
  return useCallback(
    (id) => {
      const cache = client.getMutationCache();
      const all = cache.findAll({ mutationKey: changeKey(id) });
      const ended = all.filter(({ state }) => state.status !== 'pending');
      for (const mutation of ended) cache.remove(mutation);
    },
    [client],
  );
}

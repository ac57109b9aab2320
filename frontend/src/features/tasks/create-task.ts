import { useMutation, useQueryClient, useMutationState, type Mutation } from '@tanstack/react-query';
import { taskSchema, tasksPath, type Task } from '@app/contract/tasks';
import { useCallback } from 'react';
import { ApiProblem, isTransient } from '../../lib/api-error.ts';
import { httpClient, readBody, retryDelayMs } from '../../lib/http-client.ts';
import { putTask } from './cached-lists.ts';

/** A task to be. The key makes sending it again safe: the API answers a key it knows with the task it made then. */
export interface NewTask {
  readonly title: string;
  readonly idempotencyKey: string;
  /** When it has to be made, or is given up, however many attempts that takes: milliseconds since the epoch. */
  readonly dueAt: number;
}

const createTaskKey = ['tasks', 'create'] as const;

/** Attempts after the first that are made without asking. */
const retries = 2;

/** Milliseconds for one attempt, and for all of them. */
const patience = { attemptMs: 5_000, totalMs: 9_000 };

/** An attempt with less time than this is not begun: milliseconds. */
const shortestAttemptMs = 1_000;

/** Works on plain http from another machine too, where crypto.randomUUID is not to be had. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (number) => number.toString(16).padStart(8, '0')).join(
    '',
  );
}

export function newTask(title: string): NewTask {
  return { title, idempotencyKey: randomKey(), dueAt: Date.now() + patience.totalMs };
}

/** The same task, to be sent again: the key stays, so that it cannot be made twice. */
export function sameTaskAgain(task: NewTask): NewTask {
  return { ...task, dueAt: Date.now() + patience.totalMs };
}

/** Errors after which there is no time left for another attempt. */
const lastFailures = new WeakSet<Error>();

async function createTask({ title, idempotencyKey, dueAt }: NewTask): Promise<Task> {
  const headers = { 'Idempotency-Key': idempotencyKey };
  const timeout = Math.max(shortestAttemptMs, Math.min(patience.attemptMs, dueAt - Date.now()));
  try {
    const { data } = await httpClient.post<unknown>(tasksPath, { title }, { headers, timeout });
    return readBody(taskSchema, data);
  } catch (error) {
    if (error instanceof Error && Date.now() + shortestAttemptMs > dueAt) lastFailures.add(error);
    throw error;
  }
}

/** A conflict says that the first attempt is still being worked on. */
function isWorthRetrying(error: unknown): boolean {
  if (error instanceof Error && lastFailures.has(error)) return false;
  return isTransient(error) || (error instanceof ApiProblem && error.is('conflict'));
}

/** Creates tasks; an attempt whose answer got lost is made again without making a second task. */
export function useCreateTask() {
  const client = useQueryClient();
  return useMutation({
    mutationKey: createTaskKey,
    mutationFn: createTask,
    gcTime: keepFailuresMs,
    retry: (failures, error) => failures < retries && isWorthRetrying(error),
    retryDelay: retryDelayMs,
    onSuccess: (task) => putTask(client, task),
  });
}

type CreateMutation = Mutation<Task, Error, NewTask>;

/** A task that is being created, or could not be. */
export interface OpenCreation {
  readonly task: NewTask;
  /** Null while it is being created. */
  readonly error: Error | null;
}

function openCreation({ state }: CreateMutation): OpenCreation | null {
  const { status, variables, error } = state;
  if (!variables || status === 'success' || status === 'idle') return null;
  return { task: variables, error: status === 'error' ? error : null };
}

/** The tasks that are not created yet, newest first. */
export function useOpenCreations(): readonly OpenCreation[] {
  const states = useMutationState<OpenCreation | null, CreateMutation>({
    filters: { mutationKey: createTaskKey },
    select: openCreation,
  });
  return states.filter((state) => state !== null).toReversed();
}

/** Returns the function that forgets a creation that has failed. */
export function useForgetCreation(): (task: NewTask) => void {
  const client = useQueryClient();
  return useCallback(
    (task) => {
      const cache = client.getMutationCache();
      const mutation = cache.find({
        mutationKey: createTaskKey,
        predicate: ({ state }) => state.variables === task,
      });
      if (mutation) cache.remove(mutation);
    },
    [client],
  );
}

/** Milliseconds for which a failure waits to be dealt with while nothing on the page shows it. */
export const keepFailuresMs = 3_600_000;

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { taskSchema, tasksPath, type Task } from '@zero-to-running/contract/tasks';
import { ApiProblem, isPassing } from '../../http/api-error.ts';
import { httpClient } from '../../http/http-client.ts';
import { readBody } from '../../http/read-body.ts';
import { retryDelayMs } from '../../http/retry-delay.ts';
import { putTask } from './cached-lists.ts';
import { keepFailuresMs } from './keep-failures.ts';

/** A task to be. The key makes sending it again safe: the API answers a key it knows with the task it made then. */
export interface NewTask {
  readonly title: string;
  readonly idempotencyKey: string;
}

export const createTaskKey = ['tasks', 'create'] as const;

/** Attempts after the first that are made without asking. */
const retries = 2;

/** Works on plain http from another machine too, where crypto.randomUUID is not to be had. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (number) => number.toString(16).padStart(8, '0')).join(
    '',
  );
}

export function newTask(title: string): NewTask {
  return { title, idempotencyKey: randomKey() };
}

async function createTask({ title, idempotencyKey }: NewTask): Promise<Task> {
  const headers = { 'Idempotency-Key': idempotencyKey };
  const { data } = await httpClient.post<unknown>(tasksPath, { title }, { headers });
  return readBody(taskSchema, data);
}

/** A conflict says that the first attempt is still being worked on. */
function isWorthRetrying(error: unknown): boolean {
  return isPassing(error) || (error instanceof ApiProblem && error.is('conflict'));
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

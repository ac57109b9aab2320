import { useMutationState, useQueryClient, type Mutation } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { Task } from '@zero-to-running/contract/tasks';
import { createTaskKey, type NewTask } from './create-task.ts';

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

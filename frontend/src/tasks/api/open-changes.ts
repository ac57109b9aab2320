import { useMutationState, useQueryClient, type Mutation } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { Task } from '@zero-to-running/contract/tasks';
import { changeKey, changesKey, type TaskChange } from './change-task.ts';

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

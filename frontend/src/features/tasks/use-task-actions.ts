import { useQueryClient } from '@tanstack/react-query';
import type { Task, TaskUpdate } from '@app/contract/tasks';
import { dropTask, putTask } from './cached-lists.ts';
import { useChangeTask, type TaskChange, useForgetChanges } from './change-task.ts';

/** What one can do with a task and with a change of it that has failed. */
export interface TaskActions {
  readonly update: (base: Task, update: TaskUpdate) => void;
  readonly remove: (base: Task) => void;
  /** Makes a failed change again, based on another version of the task where one is given. */
  readonly retry: (change: TaskChange, base?: Task) => void;
  /** Gives a failed change up, and shows the task as the API has it where that is known. */
  readonly giveUp: (theirs?: Task) => void;
  /** Shows the task no longer. */
  readonly drop: () => void;
}

export function useTaskActions(id: string): TaskActions {
  const client = useQueryClient();
  const { mutate } = useChangeTask(id);
  const forget = useForgetChanges();
  const send = (change: TaskChange) => {
    forget(id);
    mutate(change);
  };
  return {
    update: (base, update) => send({ kind: 'update', base, update }),
    remove: (base) => send({ kind: 'delete', base }),
    retry: (change, base = change.base) => send({ ...change, base }),
    giveUp: (theirs) => {
      forget(id);
      if (theirs) putTask(client, theirs);
    },
    drop: () => {
      forget(id);
      dropTask(client, id);
    },
  };
}

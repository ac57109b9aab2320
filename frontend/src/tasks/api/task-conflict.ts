import type { Task } from '@zero-to-running/contract/tasks';

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

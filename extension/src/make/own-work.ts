import { tasks, type Task } from 'vscode';
import { DisposableOwner } from '../common/disposable.ts';
import type { Folder } from '../environments/environment.ts';
import { taskType } from './make-task.ts';

/** Milliseconds after its end for which what a target did may still show. */
const afterwardsMs = 10_000;

function folderOf({ definition, scope }: Task): string | undefined {
  return definition.type === taskType && typeof scope === 'object' ? scope.uri.toString() : undefined;
}

/** Knows in which folders this window runs targets, or did a moment ago. */
export class OwnWork extends DisposableOwner {
  readonly #endedAt = new Map<string, number>();

  constructor() {
    super();
    this.register(
      tasks.onDidEndTask(({ execution }) => {
        const folder = folderOf(execution.task);
        if (folder !== undefined) this.#endedAt.set(folder, Date.now());
      }),
    );
  }

  isIn({ uri }: Folder): boolean {
    if (tasks.taskExecutions.some(({ task }) => folderOf(task) === uri)) return true;
    return Date.now() - (this.#endedAt.get(uri) ?? 0) < afterwardsMs;
  }
}

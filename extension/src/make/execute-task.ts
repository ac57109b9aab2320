import { tasks, type CancellationToken, type Disposable } from 'vscode';
import { makeTask, runsTarget, type MakeTask } from './make-task.ts';

/** How a task ended; `code` is undefined where its process could not be started or a signal ended it. */
export type TaskEnd = { readonly cancelled: true } | { readonly cancelled: false; readonly code: number | undefined };

/** Runs a target as a task, to its end or until it is cancelled. */
export async function executeTask(make: MakeTask, token: CancellationToken): Promise<TaskEnd> {
  let code: number | undefined;
  const listeners: Disposable[] = [];
  // Before it is started, as a short one ends before it is known to have begun.
  const ended = new Promise<void>((resolve) => {
    listeners.push(
      tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
        if (runsTarget(execution.task, make)) code = exitCode;
      }),
      tasks.onDidEndTask(({ execution }) => {
        if (runsTarget(execution.task, make)) resolve();
      }),
    );
  });
  try {
    const execution = await tasks.executeTask(makeTask(make));
    listeners.push(token.onCancellationRequested(() => execution.terminate()));
    if (token.isCancellationRequested) execution.terminate();
    await ended;
    return token.isCancellationRequested ? { cancelled: true } : { cancelled: false, code };
  } finally {
    for (const listener of listeners) listener.dispose();
  }
}

import { tasks, type CancellationToken, type Disposable } from 'vscode';
import { makeTask, runsTarget, type MakeTask } from './make-task.ts';

/** How a task that nobody cancelled ended. */
export interface TaskExit {
  /** Undefined where its process could not be started, or its terminal was closed. */
  readonly code: number | undefined;
  /** Whether its process could be started. */
  readonly started: boolean;
}

export type TaskEnd = { readonly cancelled: true } | ({ readonly cancelled: false } & TaskExit);

/** Runs a target as a task, to its end or until it is cancelled. */
export async function executeTask(make: MakeTask, token: CancellationToken): Promise<TaskEnd> {
  let code: number | undefined;
  let started = false;
  const listeners: Disposable[] = [];
  // Before it is started, as a short one ends before it is known to have begun.
  const ended = new Promise<void>((resolve) => {
    listeners.push(
      tasks.onDidStartTaskProcess(({ execution, processId }) => {
        // VS Code tells of a start also where there is no process.
        if (runsTarget(execution.task, make) && processId > 0) started = true;
      }),
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
    return token.isCancellationRequested ? { cancelled: true } : { cancelled: false, code, started };
  } finally {
    for (const listener of listeners) listener.dispose();
  }
}

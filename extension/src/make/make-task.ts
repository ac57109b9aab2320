import {
  ProcessExecution,
  Task,
  TaskPanelKind,
  TaskRevealKind,
  TaskScope,
  Uri,
  workspace,
  tasks,
  type CancellationToken,
  type Disposable,
} from 'vscode';
import type { Folder } from '../environments/environment.ts';
import { optionArguments } from './run-make.ts';
import { DisposableOwner } from '../common/disposable.ts';

const taskType = 'zeroToRunning';

export interface MakeTask {
  readonly folder: Folder;
  readonly target: string;
  /** The target's options. */
  readonly options?: Readonly<Record<string, string>>;
  /** Whether its terminal comes to the front: always, or only when it fails. */
  readonly reveal?: 'always' | 'onFailure';
}

/** `make TARGET` as a task: a process with its arguments, in a terminal that the next one of the same target reuses. */
function makeTask({ folder, target, options, reveal = 'onFailure' }: MakeTask): Task {
  const scope = workspace.getWorkspaceFolder(Uri.parse(folder.uri)) ?? TaskScope.Workspace;
  const args = ['--no-print-directory', target, ...optionArguments(options)];
  const execution = new ProcessExecution('make', args, { cwd: folder.path });
  const task = new Task({ type: taskType, target }, scope, target, 'Zero to Running', execution, []);
  task.presentationOptions = {
    reveal: reveal === 'always' ? TaskRevealKind.Always : TaskRevealKind.Silent,
    panel: TaskPanelKind.Dedicated,
    clear: true,
    echo: false,
    showReuseMessage: false,
  };
  return task;
}

/** Whether a task runs that target of that folder. VS Code does not always hand out the object it was given. */
export function runsTarget(
  { definition, scope }: Task,
  { folder, target }: Pick<MakeTask, 'folder' | 'target'>,
): boolean {
  const isHere = typeof scope === 'object' ? scope.uri.toString() === folder.uri : true;
  return isHere && definition.type === taskType && definition['target'] === target;
}

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

/** Milliseconds after its end for which what a target did may still show. */
const afterwardsMs = 10_000;

function folderOf({ definition, scope }: Task): string | undefined {
  return definition.type === taskType && typeof scope === 'object' ? scope.uri.toString() : undefined;
}

/** Knows in which folders this window runs targets, or did a moment ago. */
export class RunningTasks extends DisposableOwner {
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

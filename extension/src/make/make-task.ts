import { ProcessExecution, Task, TaskPanelKind, TaskRevealKind, TaskScope, Uri, workspace } from 'vscode';
import type { Folder } from '../environments/environment.ts';

export const taskType = 'zeroToRunning';

export interface MakeTask {
  readonly folder: Folder;
  readonly target: string;
  /** The target's options, which it reads from its environment. */
  readonly options?: Readonly<Record<string, string>>;
  /** Whether its terminal comes to the front: always, or only when it fails. */
  readonly reveal?: 'always' | 'onFailure';
}

/** `make TARGET` as a task: a process with its arguments, in a terminal that the next one of the same target reuses. */
export function makeTask({ folder, target, options = {}, reveal = 'onFailure' }: MakeTask): Task {
  const scope = workspace.getWorkspaceFolder(Uri.parse(folder.uri)) ?? TaskScope.Workspace;
  const execution = new ProcessExecution('make', ['--no-print-directory', target], { cwd: folder.path, env: options });
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

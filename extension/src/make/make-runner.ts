import { l10n, ProgressLocation, tasks, window, type LogOutputChannel } from 'vscode';
import { executeTask } from './execute-task.ts';
import { explainExit } from './explain-exit.ts';
import { findTarget } from './find-target.ts';
import { runsTarget, type MakeTask } from './make-task.ts';
import type { Verb } from './verbs.ts';

export interface MakeCommand extends Omit<MakeTask, 'target'> {
  readonly verb: Verb;
  /** What goes on, for a person: “Starting the stack”. */
  readonly title: string;
}

function showTerminal(target: string): void {
  // VS Code calls a task's terminal by the task, and by the folder as well where there are several.
  window.terminals.findLast(({ name }) => name === target || name.startsWith(`${target} - `))?.show();
}

async function tellFailure(target: string, code: number | undefined): Promise<void> {
  const show = l10n.t('Show Output');
  const message = l10n.t('make {0} failed. {1}', target, explainExit(code));
  if ((await window.showErrorMessage(message, show)) === show) showTerminal(target);
}

/** Runs a Makefile's targets as tasks, with progress that can be cancelled, and tells how they ended. */
export class MakeRunner {
  readonly #log: LogOutputChannel;

  constructor(log: LogOutputChannel) {
    this.#log = log;
  }

  /** @returns whether it was done; where it was not, a person has been told why */
  async run({ verb, title, ...request }: MakeCommand): Promise<boolean> {
    const target = await findTarget(verb, request.folder);
    if (target === undefined) return false;
    const make = { ...request, target };
    if (tasks.taskExecutions.some(({ task }) => runsTarget(task, make))) {
      void window.showInformationMessage(l10n.t('make {0} is running already.', target));
      showTerminal(target);
      return false;
    }
    const progress = { location: ProgressLocation.Notification, title, cancellable: true };
    const end = await window.withProgress(progress, (_progress, token) => executeTask(make, token));
    if (end.cancelled) {
      this.#log.info(`make ${target} was cancelled`);
      return false;
    }
    this.#log.info(`make ${target} ended with exit code ${end.code ?? 'none'}`);
    if (end.code === 0) return true;
    void tellFailure(target, end.code);
    return false;
  }
}

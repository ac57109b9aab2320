import { ProgressLocation, tasks, window, type LogOutputChannel } from 'vscode';
import { l10n } from '@zero-to-running/health/words/l10n';
import { executeTask, type TaskEnd, type TaskExit, runsTarget, type MakeTask } from './make-task.ts';
import { explainExit } from './run-make.ts';
import { findTarget } from './find-target.ts';
import type { Verb } from './make-targets.ts';

export interface MakeCommand extends Omit<MakeTask, 'target'> {
  readonly verb: Verb;
  /** What goes on, for a person: “Starting the stack”. */
  readonly title: string;
}

function showTerminal(target: string): void {
  // VS Code calls a task's terminal by the task, and by the folder as well where there are several.
  window.terminals.findLast(({ name }) => name === target || name.startsWith(`${target} - `))?.show();
}

async function tellFailure(target: string, { code, started }: TaskExit): Promise<void> {
  const show = l10n.t('Show Output');
  const message = l10n.t('make {0} failed. {1}', target, explainExit(code, started));
  if ((await window.showErrorMessage(message, show)) === show) showTerminal(target);
}

interface Running {
  readonly options: string;
  readonly end: Promise<unknown>;
}

/**
 * Runs a Makefile's targets as tasks, with progress that can be cancelled, and tells how they ended. Of one target of a folder one
 * runs at a time: the same again is not run, and with other options, such as another service, when its turn comes.
 */
export class MakeRunner {
  readonly #log: LogOutputChannel;
  readonly #running = new Map<string, Running>();

  constructor(log: LogOutputChannel) {
    this.#log = log;
  }

  /** @returns whether it was done; where it was not, a person has been told why */
  async run({ verb, title, ...request }: MakeCommand): Promise<boolean> {
    const target = await findTarget(verb, request.folder);
    if (target === undefined) return false;
    const make = { ...request, target };
    const key = JSON.stringify([make.folder.uri, target]);
    const options = JSON.stringify(make.options ?? {});
    const before = this.#running.get(key);
    const isElsewhere = !before && tasks.taskExecutions.some(({ task }) => runsTarget(task, make));
    if (isElsewhere || before?.options === options) {
      void window.showInformationMessage(l10n.t('make {0} is running already.', target));
      showTerminal(target);
      return false;
    }
    const progress = { location: ProgressLocation.Notification, title, cancellable: true };
    const running = window.withProgress(progress, async (_progress, token): Promise<TaskEnd> => {
      await before?.end;
      return token.isCancellationRequested ? { cancelled: true } : executeTask(make, token);
    });
    const mine = { options, end: Promise.resolve(running).catch(() => undefined) };
    this.#running.set(key, mine);
    const end = await Promise.resolve(running).finally(() => {
      if (this.#running.get(key) === mine) this.#running.delete(key);
    });
    if (end.cancelled) {
      this.#log.info(`make ${target} was cancelled`);
      return false;
    }
    this.#log.info(`make ${target} ended with exit code ${end.code ?? 'none'}`);
    if (end.code === 0) return true;
    void tellFailure(target, end);
    return false;
  }
}

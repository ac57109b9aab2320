import { ProgressLocation, window, type LogOutputChannel } from 'vscode';
import { l10n } from '@zero-to-running/health/words/l10n';
import { inMessage } from '../common/user-facing-error.ts';
import type { Folder } from '../environments/environment.ts';
import { explainExit, lastLines, MakeOutOfBounds, runMake, optionArguments } from './run-make.ts';
import { findTarget } from './find-target.ts';
import type { Verb } from './make-targets.ts';

interface ReadTarget<Value> {
  readonly verb: Verb;
  readonly folder: Folder;
  readonly options?: Readonly<Record<string, string>>;
  /** What goes on, for a person. */
  readonly title: string;
  readonly deadlineMs: number;
  /** Reads what was printed; may throw. */
  readonly parse: (stdout: string) => Value;
  readonly log: LogOutputChannel;
}

async function tell(message: string, log: LogOutputChannel): Promise<void> {
  const show = l10n.t('Show Log');
  if ((await window.showErrorMessage(message, show)) === show) log.show();
}

/**
 * Asks a target for its answer to programs (`JSON=1`), with progress that can be cancelled.
 * @returns undefined where there is none, or it was cancelled; a person has been told why
 */
export async function readTarget<Value>(request: ReadTarget<Value>): Promise<Value | undefined> {
  const { verb, folder, options, title, deadlineMs, parse, log } = request;
  const target = await findTarget(verb, folder);
  if (target === undefined) return undefined;
  const args = [target, ...optionArguments({ ...options, JSON: '1' })];
  const progress = { location: ProgressLocation.Notification, title, cancellable: true };
  return window.withProgress(progress, async (_progress, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    try {
      const run = { folder: folder.path, args, deadlineMs, signal: controller.signal };
      const { code, stdout, stderr } = await runMake(run);
      if (token.isCancellationRequested) return undefined;
      if (code === 0) return parse(stdout);
      log.error(`make ${target} ended with exit code ${code}\n${stderr}`);
      const why = inMessage(lastLines(stderr, 3)) || explainExit(code ?? undefined);
      void tell(l10n.t('make {0} failed. {1}', target, why), log);
    } catch (error) {
      log.error(`make ${target}`, error);
      const why = error instanceof MakeOutOfBounds ? `${error.message}.` : l10n.t('Its output is not valid.');
      void tell(l10n.t('make {0} failed. {1}', target, why), log);
    }
    return undefined;
  });
}

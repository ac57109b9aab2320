import { commands, l10n, Uri, window } from 'vscode';
import type { Folder } from '../environments/environment.ts';
import { withLateProgress } from '../common/window-progress.ts';
import { explainNoTargets } from './explain-no-targets.ts';
import { findMakefile } from './find-makefile.ts';
import { listTargets } from './make-targets.ts';
import { targetOf } from './target-of.ts';
import type { Verb } from './verbs.ts';

async function explainNoTarget(verb: Verb, target: string, { path, name }: Folder): Promise<void> {
  const makefile = await findMakefile(path);
  if (makefile === undefined) {
    void window.showWarningMessage(l10n.t('There is no Makefile in {0}, and so nothing was run.', name));
    return;
  }
  const openSettings = l10n.t('Choose Another Target');
  const openMakefile = l10n.t('Open Makefile');
  const message = l10n.t(
    'The Makefile of {0} has no target “{1}”. If another one does the same, name it in the settings.',
    name,
    target,
  );
  const choice = await window.showWarningMessage(message, openSettings, openMakefile);
  if (choice === openSettings) {
    await commands.executeCommand('workbench.action.openSettings', `zeroToRunning.commands.${verb}`);
  } else if (choice === openMakefile) {
    await commands.executeCommand('vscode.open', Uri.file(makefile));
  }
}

/** The folder's target for a verb; undefined, with a person told why, where it has none or that cannot be known. */
export async function findTarget(verb: Verb, folder: Folder): Promise<string | undefined> {
  const target = targetOf(verb, folder);
  try {
    const reading = l10n.t('Reading the Makefile of {0}', folder.name);
    if ((await withLateProgress(reading, listTargets(folder.path))).has(target)) return target;
    void explainNoTarget(verb, target, folder);
  } catch (error) {
    const message = explainNoTargets(error, folder.name);
    if (message === undefined) throw error;
    void window.showErrorMessage(message);
  }
  return undefined;
}

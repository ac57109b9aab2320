import { commands, l10n, Uri, window } from 'vscode';
import type { Folder } from '../environments/environment.ts';
import { MakeMissing } from './make-error.ts';
import { listTargets } from './make-targets.ts';
import { targetOf } from './target-of.ts';
import type { Verb } from './verbs.ts';

async function explainNoTarget(verb: Verb, target: string, { path, name }: Folder): Promise<void> {
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
    await commands.executeCommand('vscode.open', Uri.file(`${path}/Makefile`));
  }
}

/** The folder's target for a verb; undefined, with a person told why, where it has none or there is no make. */
export async function findTarget(verb: Verb, folder: Folder): Promise<string | undefined> {
  const target = targetOf(verb, folder);
  try {
    if ((await listTargets(folder.path)).has(target)) return target;
    void explainNoTarget(verb, target, folder);
  } catch (error) {
    if (!(error instanceof MakeMissing)) throw error;
    void window.showErrorMessage(l10n.t('make cannot be found. Install it where this window’s extensions run.'));
  }
  return undefined;
}

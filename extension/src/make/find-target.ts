import { workspace, Uri, commands, window } from 'vscode';
import { l10n } from '@zero-to-running/health/words/l10n';
import { UserFacingError, inMessage } from '../common/user-facing-error.ts';
import { plainText } from '@zero-to-running/health/words/plain-text';
import type { Folder } from '../environments/environment.ts';
import {
  defaultTargets,
  isTarget,
  type Verb,
  explainNoTargets,
  findMakefile,
  listTargets,
  namesTarget,
} from './make-targets.ts';
import { withLateProgress } from '../common/window.apis.ts';

/**
 * A Makefile is a program, which make runs even to list its targets.
 * @throws UserFacingError where the folder is not trusted
 */
export function assertTrusted(): void {
  if (workspace.isTrusted) return;
  throw new UserFacingError(l10n.t('This folder is not trusted, so its Makefile is not run.'), {
    title: l10n.t('Manage Workspace Trust'),
    command: 'workbench.trust.manage',
  });
}

const maxShownLength = 60;

/**
 * The target that a folder has for a verb: that of the settings, else the usual one.
 * @throws UserFacingError where the folder is not trusted, or the settings name what can be no target: what somebody wanted made
 * instead is not what the usual one makes
 */
export function targetOf(verb: Verb, folder: Folder): string {
  assertTrusted();
  const configured = workspace.getConfiguration('zeroToRunning.commands', Uri.parse(folder.uri)).get<unknown>(verb);
  if (configured === undefined || configured === null || configured === '') return defaultTargets[verb];
  if (typeof configured === 'string' && isTarget(configured)) return configured;
  const setting = `zeroToRunning.commands.${verb}`;
  const value = inMessage(plainText(JSON.stringify(configured), maxShownLength));
  const message = l10n.t('{0} is {1}, which cannot be a target of a Makefile. Nothing was run.', setting, value);
  throw new UserFacingError(message, {
    title: l10n.t('Open Setting'),
    command: 'workbench.action.openSettings',
    argument: setting,
  });
}

/** Whether a verb can be offered for a folder: it is trusted, and its Makefile names the target. Nothing is run for it. */
export async function offersTarget(verb: Verb, folder: Folder): Promise<boolean> {
  try {
    return await namesTarget(folder.path, targetOf(verb, folder));
  } catch (error) {
    if (error instanceof UserFacingError) return false;
    throw error;
  }
}

async function explainNoTarget(verb: Verb, target: string, { path, name }: Folder): Promise<void> {
  const makefile = await findMakefile(path);
  if (makefile === undefined) {
    void window.showWarningMessage(l10n.t('There is no Makefile in {0}, so nothing was run.', name));
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

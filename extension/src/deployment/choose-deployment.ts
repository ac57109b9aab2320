import { l10n, Uri, window, workspace } from 'vscode';
import type { Folder } from '../environments/environment.ts';

const isName = (text: unknown): text is string => typeof text === 'string' && /^[a-z][a-z0-9-]{0,30}$/.test(text);

/** Asks which environment to deploy to; undefined where none was picked. */
export async function chooseDeployment({ uri }: Folder): Promise<string | undefined> {
  const configured = workspace.getConfiguration('zeroToRunning', Uri.parse(uri)).get<unknown>('deploymentEnvironments');
  const names = Array.isArray(configured) ? configured.filter(isName) : [];
  const other = l10n.t('Another…');
  const placeHolder = l10n.t('Where to deploy?');
  const picked = names.length === 0 ? other : await window.showQuickPick([...names, other], { placeHolder });
  if (picked !== other) return picked;
  return window.showInputBox({
    prompt: placeHolder,
    validateInput: (text) => (isName(text) ? undefined : l10n.t('Small letters, digits and dashes only.')),
  });
}

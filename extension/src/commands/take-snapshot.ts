import { l10n, window } from 'vscode';
import { isSnapshotName } from '../snapshots/snapshot-name.ts';
import { localFor } from './choose-environment.ts';
import type { Command } from './command-context.ts';

/** Saves the data of a folder's stack under a name. */
export const takeSnapshot: Command = async ({ environments, make }, argument) => {
  const local = await localFor(environments, argument);
  if (!local) return;
  const name = await window.showInputBox({
    title: l10n.t('Snapshot of the data'),
    prompt: l10n.t('A name for it. Leave it empty to have one made of the date.'),
    validateInput: (text) =>
      text === '' || isSnapshotName(text)
        ? undefined
        : l10n.t('Up to 30 small letters, digits, dashes and underscores.'),
  });
  if (name === undefined) return;
  const options: Record<string, string> = name === '' ? {} : { NAME: name };
  if (!(await make.run({ verb: 'snapshot', folder: local.folder, options, title: l10n.t('Saving the data') }))) return;
  window.setStatusBarMessage(l10n.t('$(check) The data is saved.'), 5_000);
};

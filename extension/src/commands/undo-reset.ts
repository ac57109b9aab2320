import { l10n, window } from 'vscode';
import { localFor } from './choose-environment.ts';
import type { Command } from './command-context.ts';

/** Brings back the data that the last reset saved. */
export const undoReset: Command = async ({ environments, make }, argument) => {
  const local = await localFor(environments, argument);
  if (!local) return;
  const title = l10n.t('Bringing the data back');
  if (!(await make.run({ verb: 'undo', folder: local.folder, options: { YES: '1' }, title }))) return;
  local.store.refresh();
  void window.showInformationMessage(l10n.t('The data is as it was before the reset.'));
};

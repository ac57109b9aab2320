import { l10n, window } from 'vscode';
import { localFor } from './choose-environment.ts';
import type { Command } from './command-context.ts';
import { undoReset } from './undo-reset.ts';

/** Resets the data of a folder's stack, after asking; it is saved before, so that it can be undone. */
export const resetData: Command = async (context, argument) => {
  const local = await localFor(context.environments, argument);
  if (!local) return;
  const confirm = l10n.t('Reset Data');
  const detail = l10n.t(
    'Everything in the database and the cache of {0} is deleted, and the database gets its initial content. A snapshot is taken first, so that you can undo this.',
    local.name,
  );
  const asked = l10n.t('Reset all data?');
  if ((await window.showWarningMessage(asked, { modal: true, detail }, confirm)) !== confirm) return;
  const options = { YES: '1' };
  if (
    !(await context.make.run({ verb: 'reset', folder: local.folder, options, title: l10n.t('Resetting the data') }))
  ) {
    return;
  }
  local.store.refresh();
  const undo = l10n.t('Undo');
  if ((await window.showInformationMessage(l10n.t('The data was reset.'), undo)) === undo) {
    await undoReset(context, { environment: local.id });
  }
};

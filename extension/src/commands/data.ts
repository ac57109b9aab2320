import { formatBytes } from '@zero-to-running/health/words/figures';
import { l10n } from '@zero-to-running/health/words/l10n';
import { type Snapshot, readSnapshots, isSnapshotName } from '../snapshots/read-snapshots.ts';
import { window } from 'vscode';
import { readTarget } from '../make/read-target.ts';
import { localFor } from './choose.ts';
import type { Command } from './context.ts';

/** A snapshot as a row to pick. */
function describeSnapshot(snapshot: Snapshot) {
  const { name, createdAt, bytes, command } = snapshot;
  const taken = new Date(createdAt).toLocaleString();
  const by = command ? l10n.t('taken by {0}', command) : '';
  return { label: name, description: taken, detail: [formatBytes(bytes), by].filter(Boolean).join(', '), snapshot };
}

/** Brings back the data that the last reset saved. */
export const undoReset: Command = async ({ environments, make }, argument) => {
  const local = await localFor(environments, argument);
  if (!local) return;
  const title = l10n.t('Restoring the data');
  if (!(await make.run({ verb: 'undo', folder: local.folder, options: { YES: '1' }, title }))) return;
  local.store.refresh();
  void window.showInformationMessage(l10n.t('The data is as it was before the reset.'));
};

/** Resets the data of a folder's stack, after asking; it is saved before, so that it can be undone. */
export const resetData: Command = async (context, argument) => {
  const local = await localFor(context.environments, argument);
  if (!local) return;
  const confirm = l10n.t('Reset Data');
  const detail = l10n.t(
    'This replaces everything in the database and the cache of {0} with example data. A snapshot is taken first, so that you can undo it.',
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

/** Saves the data of a folder's stack under a name. */
export const takeSnapshot: Command = async ({ environments, make }, argument) => {
  const local = await localFor(environments, argument);
  if (!local) return;
  const name = await window.showInputBox({
    title: l10n.t('Snapshot of the data'),
    prompt: l10n.t('Name the snapshot. Leave this empty to name it after the date.'),
    validateInput: (text) =>
      text === '' || isSnapshotName(text)
        ? undefined
        : l10n.t('Use up to 30 lowercase letters, digits, hyphens and underscores.'),
  });
  if (name === undefined) return;
  const options: Record<string, string> = name === '' ? {} : { NAME: name };
  if (!(await make.run({ verb: 'snapshot', folder: local.folder, options, title: l10n.t('Saving the data') }))) return;
  window.setStatusBarMessage(l10n.t('$(check) The data is saved.'), 5_000);
};

const listDeadlineMs = 60_000;

/** Replaces the data of a folder's stack by that of a snapshot, which is picked. */
export const restoreSnapshot: Command = async ({ environments, make, log }, argument) => {
  const local = await localFor(environments, argument);
  if (!local) return;
  const { folder, store } = local;
  const title = l10n.t('Loading snapshots');
  const list = { verb: 'snapshots', folder, title, deadlineMs: listDeadlineMs, parse: readSnapshots, log } as const;
  const snapshots = await readTarget(list);
  if (!snapshots) return;
  if (snapshots.length === 0) {
    void window.showInformationMessage(l10n.t('There are no snapshots yet. Run “Take Snapshot” to take one.'));
    return;
  }
  const placeHolder = l10n.t('Select a snapshot to restore');
  const picked = await window.showQuickPick(snapshots.map(describeSnapshot), { placeHolder, matchOnDescription: true });
  if (!picked) return;
  const { name } = picked.snapshot;
  const confirm = l10n.t('Restore');
  const detail = l10n.t(
    'This replaces the data of {0}. The current data is saved as a snapshot first, so that you can restore it.',
    local.name,
  );
  const asked = l10n.t('Restore the snapshot “{0}”?', name);
  if ((await window.showWarningMessage(asked, { modal: true, detail }, confirm)) !== confirm) return;
  const options = { NAME: name, YES: '1' };
  if (!(await make.run({ verb: 'restore', folder, options, title: l10n.t('Restoring {0}', name) }))) return;
  store.refresh();
  void window.showInformationMessage(l10n.t('Restored the snapshot “{0}”.', name));
};

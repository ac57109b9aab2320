import { l10n, window } from 'vscode';
import { describeSnapshot } from '../snapshots/describe-snapshot.ts';
import { readSnapshots } from '../snapshots/read-snapshots.ts';
import { readTarget } from '../make/read-target.ts';
import { localFor } from './choose-environment.ts';
import type { Command } from './command-context.ts';

const listDeadlineMs = 60_000;

/** Replaces the data of a folder's stack by that of a snapshot, which is picked. */
export const restoreSnapshot: Command = async ({ environments, make, log }, argument) => {
  const local = await localFor(environments, argument);
  if (!local) return;
  const { folder, store } = local;
  const title = l10n.t('Looking for snapshots');
  const list = { verb: 'snapshots', folder, title, deadlineMs: listDeadlineMs, parse: readSnapshots, log } as const;
  const snapshots = await readTarget(list);
  if (!snapshots) return;
  if (snapshots.length === 0) {
    void window.showInformationMessage(l10n.t('There is no snapshot yet. “Take Snapshot” makes one.'));
    return;
  }
  const placeHolder = l10n.t('Which snapshot shall replace the data?');
  const picked = await window.showQuickPick(snapshots.map(describeSnapshot), { placeHolder, matchOnDescription: true });
  if (!picked) return;
  const { name } = picked.snapshot;
  const confirm = l10n.t('Restore');
  const detail = l10n.t('The present data of {0} is replaced. It is saved first, so that you can go back.', local.name);
  const asked = l10n.t('Restore the snapshot “{0}”?', name);
  if ((await window.showWarningMessage(asked, { modal: true, detail }, confirm)) !== confirm) return;
  const options = { NAME: name, YES: '1' };
  if (!(await make.run({ verb: 'restore', folder, options, title: l10n.t('Restoring {0}', name) }))) return;
  store.refresh();
  void window.showInformationMessage(l10n.t('The data is that of the snapshot “{0}”.', name));
};

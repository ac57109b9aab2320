import { env, l10n, window } from 'vscode';
import { environmentFor } from './choose-environment.ts';
import type { Command } from './command-context.ts';

const shownMs = 5_000;

/** Puts the last report into the clipboard as JSON, as the API made it. */
export const copyReport: Command = async ({ environments }, argument) => {
  const environment = environmentFor(environments, argument);
  if (!environment) return;
  const { answer, fresh } = environment.store.snapshot;
  if (!answer) {
    void window.showInformationMessage(l10n.t('There is no report of {0} yet.', environment.name));
    return;
  }
  await env.clipboard.writeText(`${JSON.stringify(answer, null, 2)}\n`);
  const message = fresh
    ? l10n.t('$(check) The report is copied.')
    : l10n.t('$(check) The last report, an old one, is copied.');
  window.setStatusBarMessage(message, shownMs);
};

import { l10n } from 'vscode';
import { localFor } from './choose-environment.ts';
import type { Command } from './command-context.ts';

/** Stops the stack of a folder; its data stays. */
export const stopStack: Command = async ({ environments, make }, argument) => {
  const local = await localFor(environments, argument);
  if (!local) return;
  const command = { verb: 'stop', folder: local.folder, title: l10n.t('Stopping the stack') } as const;
  if (await make.run(command)) local.store.refresh();
};

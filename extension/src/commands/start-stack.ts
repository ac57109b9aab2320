import { l10n } from 'vscode';
import { localFor } from './choose-environment.ts';
import type { Command } from './command-context.ts';

/** Starts the stack of a folder. */
export const startStack: Command = async ({ environments, make }, argument) => {
  const local = await localFor(environments, argument);
  if (!local) return;
  // The first start installs and downloads, which one wants to see.
  const command = {
    verb: 'start',
    folder: local.folder,
    reveal: 'always',
    title: l10n.t('Starting the stack'),
  } as const;
  if (await make.run(command)) local.store.refresh();
};

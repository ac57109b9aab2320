import { l10n } from 'vscode';
import { localFor } from './choose-environment.ts';
import type { Command } from './command-context.ts';

/** Looks at the machine and the checkout; each failure comes with its fix, in the terminal. */
export const runDoctor: Command = async ({ environments, make }, argument) => {
  const local = await localFor(environments, argument);
  if (!local) return;
  const title = l10n.t('Checking this machine');
  await make.run({ verb: 'doctor', folder: local.folder, reveal: 'always', title });
};

import { l10n } from 'vscode';
import { environmentFor, localFor } from './choose-environment.ts';
import { serviceFor } from './choose-service.ts';
import type { Command } from './command-context.ts';

/** Follows the log of one service, or of all, in a terminal. A remote environment's is fetched by the folder's Makefile. */
export const openLogs: Command = async ({ environments, logs }, argument) => {
  const local = await localFor(environments, argument);
  if (!local) return;
  const meant = environmentFor(environments, argument) ?? local;
  const service = await serviceFor(meant, argument, l10n.t('All services'));
  if (service === undefined) return;
  const remote = meant.kind === 'remote' ? meant.name : undefined;
  await logs.show({ folder: local.folder, service, remote });
};

import { l10n } from 'vscode';
import { localFor } from './choose-environment.ts';
import { serviceFor } from './choose-service.ts';
import type { Command } from './command-context.ts';

/** Restarts one service, or all. */
export const restartService: Command = async ({ environments, make }, argument) => {
  const local = await localFor(environments, argument);
  if (!local) return;
  const service = await serviceFor(local, argument, l10n.t('All services'));
  if (service === undefined) return;
  const title = service === '' ? l10n.t('Restarting all services') : l10n.t('Restarting {0}', service);
  const options: Record<string, string> = service === '' ? {} : { SERVICE: service };
  if (await make.run({ verb: 'restart', folder: local.folder, options, title })) local.store.refresh();
};

import { l10n } from '@zero-to-running/health/words/l10n';
import { localFor, serviceFor, environmentFor } from './choose.ts';
import { type Command, readArgument } from './context.ts';

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

/** Stops the stack of a folder; its data stays. */
export const stopStack: Command = async ({ environments, make }, argument) => {
  const local = await localFor(environments, argument);
  if (!local) return;
  const command = { verb: 'stop', folder: local.folder, title: l10n.t('Stopping the stack') } as const;
  if (await make.run(command)) local.store.refresh();
};

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

/** Looks at the machine and the checkout; each failure comes with its fix, in the terminal. */
export const runDoctor: Command = async ({ environments, make }, argument) => {
  const local = await localFor(environments, argument);
  if (!local) return;
  const title = l10n.t('Checking this machine');
  await make.run({ verb: 'doctor', folder: local.folder, reveal: 'always', title });
};

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

/** Follows the logs of all services in one terminal. */
export const openAllLogs: Command = (context, argument) =>
  openLogs(context, { environment: readArgument(argument).environment, service: '' });

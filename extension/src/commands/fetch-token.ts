import { window } from 'vscode';
import { l10n } from '@zero-to-running/health/words/l10n';
import { UserFacingError, inMessage } from '../common/user-facing-error.ts';
import type { Environment, Environments } from '../environments/environment.ts';
import { readFetchedToken } from '../environments/fetched-token.ts';
import { readTarget } from '../make/read-target.ts';
import { environmentFor, localFor } from './choose.ts';
import type { Command } from './context.ts';

/** What opens a state in a bucket, and asks AWS twice. */
const deadlineMs = 3 * 60_000;

const hidesDetails = ({ kind, store: { snapshot } }: Environment) =>
  kind === 'remote' && snapshot.detail === 'redacted';

/** The remote environment that is meant: the one that was told, the selected one, else one that hides its details. */
async function remoteFor(environments: Environments, argument: unknown): Promise<Environment | undefined> {
  const meant = environmentFor(environments, argument);
  if (meant?.kind === 'remote') return meant;
  const hiding = environments.all.filter(hidesDetails);
  if (hiding.length === 1) return hiding[0];
  const items = hiding.map((environment) => ({ label: environment.name, environment }));
  return (await window.showQuickPick(items, { placeHolder: l10n.t('Select an environment') }))?.environment;
}

/**
 * Asks a folder's Makefile for the token that shows the details of a remote environment of the same name, and keeps it. It is kept for
 * the address that it belongs to, and not at all where the settings have another: whoever wrote those would get it.
 */
export const fetchToken: Command = async ({ environments, tokens, log }, argument) => {
  const remote = await remoteFor(environments, argument);
  const local = remote && (await localFor(environments, undefined));
  if (!remote || !local) return;
  const api = await remote.askedOrigin();
  const found = await readTarget({
    verb: 'healthToken',
    folder: local.folder,
    options: { ENV: remote.name },
    title: l10n.t('Fetching the detail token of {0}', remote.name),
    deadlineMs,
    parse: readFetchedToken,
    log,
  });
  if (!found) return;
  if (found.origin !== api) {
    const message = l10n.t(
      'The detail token of {0} belongs to {1}, and the settings say that it is at {2}. The token was not kept. Correct the address in the settings, and fetch it again.',
      inMessage(remote.name),
      found.origin,
      api,
    );
    throw new UserFacingError(message, {
      title: l10n.t('Open Settings'),
      command: 'workbench.action.openSettings',
      argument: 'zeroToRunning.environments',
    });
  }
  await tokens.write(remote.id, api, found.token);
  void window.showInformationMessage(l10n.t('{0} shows its details from now on.', inMessage(remote.name)));
};

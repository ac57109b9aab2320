import { commands, env, window } from 'vscode';
import { l10n } from '@zero-to-running/health/words/l10n';
import { openLink } from '../links/open-link.ts';
import { environmentFor } from './choose.ts';
import { type Command, readArgument } from './context.ts';

/** Opens the application in the browser. */
export const openApp: Command = async ({ environments }, argument) => {
  const environment = environmentFor(environments, argument);
  if (!environment) return;
  const { frontend, frontendProblem } = await environment.addresses();
  if (frontendProblem) throw frontendProblem;
  if (frontend !== undefined) return openLink(frontend);
  void window.showInformationMessage(
    l10n.t('The settings name no address for the application of {0}.', environment.name),
  );
};

/** Opens the API's documentation in the browser. */
export const openApiDocs: Command = async ({ environments }, argument) => {
  const environment = environmentFor(environments, argument);
  if (!environment) return;
  const { api } = await environment.addresses();
  await openLink(new URL('/docs/', api).href);
};

/** Shows the dashboard, of the environment it was told. */
export const openDashboard: Command = ({ environments, dashboards }, argument) => {
  const isTold = readArgument(argument).environment !== undefined;
  dashboards.show(isTold ? environmentFor(environments, argument)?.id : undefined);
  return Promise.resolve();
};

/** Brings the tree of services to the front. */
export const showHealth: Command = async () => {
  await commands.executeCommand('zeroToRunning.services.focus');
};

/** Shows the extension's own log. */
export const showOutput: Command = ({ log }) => {
  log.show();
  return Promise.resolve();
};

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

/** Asks again how all environments are, or the one it was told. */
export const refresh: Command = ({ environments }, argument) => {
  const isTold = readArgument(argument).environment !== undefined;
  const meant = isTold ? [environmentFor(environments, argument)] : environments.all;
  for (const each of meant) each?.store.refresh();
  return Promise.resolve();
};

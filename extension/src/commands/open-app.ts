import { l10n, window } from 'vscode';
import { openLink } from '../links/open-link.ts';
import { environmentFor } from './choose-environment.ts';
import type { Command } from './command-context.ts';

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

import { l10n, window } from 'vscode';
import { environmentFor } from './choose-environment.ts';
import type { Command } from './command-context.ts';

/** Asks for the token that shows an environment's details, and keeps it in the secret storage. */
export const setToken: Command = async ({ environments, tokens }, argument) => {
  const environment = environmentFor(environments, argument);
  if (!environment) return;
  // Before it is asked for: what is typed is for the address of now, whatever becomes of it meanwhile.
  const api = await environment.askedOrigin();
  const token = await window.showInputBox({
    title: l10n.t('Detail token of {0}', environment.name),
    prompt: l10n.t(
      'The HEALTH_DETAIL_TOKEN of the API at {0}, to which alone it is sent. Leave it empty to forget the one that is stored.',
      api,
    ),
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => (/^[\u0021-\u007e]*$/.test(text) ? undefined : l10n.t('Visible ASCII characters only.')),
  });
  if (token !== undefined) await tokens.write(environment.id, api, token);
};

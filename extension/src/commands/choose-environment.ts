import { l10n, window } from 'vscode';
import type { Environment } from '../environments/environment.ts';
import type { Environments } from '../environments/environments.ts';
import { readArgument } from './command-argument.ts';
import { isLocal, localsOf, type LocalEnvironment } from './local-environments.ts';

/** The environment a command was told, else the selected one. */
export function environmentFor({ all, selected }: Environments, argument: unknown): Environment | undefined {
  const { environment: id } = readArgument(argument);
  return id === undefined ? selected : all.find((each) => each.id === id);
}

/**
 * The environment with a Makefile that a command means: the one it was told, the selected one, the only one, else the
 * one a person picks.
 * @returns undefined where none was picked
 * @throws CannotDo where there is none
 */
export async function localFor(environments: Environments, argument: unknown): Promise<LocalEnvironment | undefined> {
  const meant = environmentFor(environments, argument);
  if (meant && isLocal(meant)) return meant;
  const locals = localsOf(environments.all);
  if (locals.length === 1) return locals[0];
  const items = locals.map((local) => ({ label: local.name, description: local.folder.path, local }));
  return (await window.showQuickPick(items, { placeHolder: l10n.t('Which folder?') }))?.local;
}

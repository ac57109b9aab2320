import { window } from 'vscode';
import { l10n } from '@zero-to-running/health/words/l10n';
import type { Environment, Environments } from '../environments/environment.ts';
import { readArgument, isLocal, localsOf, type LocalEnvironment } from './context.ts';

/** The environment a command was told, else the selected one. */
export function environmentFor({ all, selected }: Environments, argument: unknown): Environment | undefined {
  const { environment: id } = readArgument(argument);
  return id === undefined ? selected : all.find((each) => each.id === id);
}

/**
 * The environment with a Makefile that a command means: the one it was told, the selected one, the only one, else the
 * one a person picks.
 * @returns undefined where none was picked
 * @throws UserFacingError where there is none
 */
export async function localFor(environments: Environments, argument: unknown): Promise<LocalEnvironment | undefined> {
  const meant = environmentFor(environments, argument);
  if (meant && isLocal(meant)) return meant;
  const locals = localsOf(environments.all);
  if (locals.length === 1) return locals[0];
  const items = locals.map((local) => ({ label: local.name, description: local.folder.path, local }));
  return (await window.showQuickPick(items, { placeHolder: l10n.t('Select a folder') }))?.local;
}

/** Services of the last report, and the frontend where it is probed. */
function servicesOf({ store: { snapshot } }: Environment): string[] {
  const reported = Object.keys(snapshot.answer?.services ?? {});
  return snapshot.frontend && !reported.includes('frontend') ? ['frontend', ...reported] : reported;
}

const everything = '';

/**
 * The service that a command means: the one it was told, else the one a person picks.
 * @param all how the choice of all of them is worded
 * @returns undefined where nothing was picked, and `''` for all
 */
export async function serviceFor(
  environment: Environment,
  argument: unknown,
  all: string,
): Promise<string | undefined> {
  const { service } = readArgument(argument);
  if (service !== undefined) return service;
  const items = [
    { label: all, service: everything },
    ...servicesOf(environment).map((name) => ({ label: name, service: name })),
  ];
  if (items.length === 1) return everything;
  return (await window.showQuickPick(items, { placeHolder: l10n.t('Select a service') }))?.service;
}

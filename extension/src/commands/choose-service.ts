import { l10n, window } from 'vscode';
import type { Environment } from '../environments/environment.ts';
import { readArgument } from './command-argument.ts';

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
  return (await window.showQuickPick(items, { placeHolder: l10n.t('Which service?') }))?.service;
}

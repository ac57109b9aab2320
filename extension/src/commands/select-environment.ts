import { l10n, ThemeIcon, window } from 'vscode';
import { environmentDescription } from '../presentation/environment-text.ts';
import { overallIcon } from '../presentation/icons.ts';
import { overallOf } from '../presentation/service-view.ts';
import { readArgument } from './command-argument.ts';
import type { Command } from './command-context.ts';

/** Selects the environment that the status bar shows and that commands mean. */
export const selectEnvironment: Command = async ({ environments }, argument) => {
  const { environment: told } = readArgument(argument);
  if (told !== undefined) {
    environments.select(told);
    return;
  }
  const { all, selected } = environments;
  const items = all.map(({ id, name, kind, store }) => ({
    label: name,
    description: environmentDescription(store.snapshot, Date.now()),
    detail: kind === 'local' ? l10n.t('Stack of this folder') : l10n.t('Remote environment of the settings'),
    iconPath: new ThemeIcon(overallIcon(overallOf(store.snapshot)).id),
    picked: id === selected?.id,
    id,
  }));
  const picked = await window.showQuickPick(items, { placeHolder: l10n.t('Which environment?') });
  if (picked) environments.select(picked.id);
};

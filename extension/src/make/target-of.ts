import { l10n, Uri, workspace } from 'vscode';
import { CannotDo } from '../common/cannot-do.ts';
import { inMessage } from '../common/in-message.ts';
import { plainText } from '../common/plain-text.ts';
import type { Folder } from '../environments/environment.ts';
import { assertTrusted } from './assert-trusted.ts';
import { defaultTargets, isTarget, type Verb } from './verbs.ts';

const maxShownLength = 60;

/**
 * The target that a folder has for a verb: that of the settings, else the usual one.
 * @throws CannotDo where the folder is not trusted, or the settings name what can be no target: what somebody wanted made
 * instead is not what the usual one makes
 */
export function targetOf(verb: Verb, folder: Folder): string {
  assertTrusted();
  const configured = workspace.getConfiguration('zeroToRunning.commands', Uri.parse(folder.uri)).get<unknown>(verb);
  if (configured === undefined || configured === null || configured === '') return defaultTargets[verb];
  if (typeof configured === 'string' && isTarget(configured)) return configured;
  const setting = `zeroToRunning.commands.${verb}`;
  const value = inMessage(plainText(JSON.stringify(configured), maxShownLength));
  const message = l10n.t('{0} is {1}, which cannot be a target of a Makefile. Nothing was run.', setting, value);
  throw new CannotDo(message, {
    title: l10n.t('Open Setting'),
    command: 'workbench.action.openSettings',
    argument: setting,
  });
}

import { Uri, workspace } from 'vscode';
import type { Folder } from '../environments/environment.ts';
import { defaultTargets, isTarget, type Verb } from './verbs.ts';

/** The target that a folder has for a verb: that of the settings, else the usual one. */
export function targetOf(verb: Verb, folder: Folder): string {
  const settings = workspace.getConfiguration('zeroToRunning.commands', Uri.parse(folder.uri));
  const configured = settings.get<unknown>(verb);
  return typeof configured === 'string' && isTarget(configured) ? configured : defaultTargets[verb];
}

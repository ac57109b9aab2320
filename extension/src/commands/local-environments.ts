import { CannotDo } from '../common/cannot-do.ts';
import { l10n } from '../common/l10n.ts';
import type { Environment, Folder } from '../environments/environment.ts';

export type LocalEnvironment = Environment & { readonly folder: Folder };

export function isLocal(environment: Environment): environment is LocalEnvironment {
  return environment.folder !== undefined;
}

/**
 * The environments with a Makefile.
 * @throws CannotDo where there is none, as a walkthrough's button can be pressed in any window
 */
export function localsOf(all: readonly Environment[]): readonly LocalEnvironment[] {
  const locals = all.filter(isLocal);
  if (locals.length > 0) return locals;
  throw new CannotDo(
    l10n.t(
      'No folder of this window has a stack. Open one that has the file contract/package.json, or say with the setting zeroToRunning.apiUrl where the API of its stack is.',
    ),
    { title: l10n.t('Open Settings'), command: 'workbench.action.openSettings', argument: 'zeroToRunning.apiUrl' },
  );
}

import { inMessage } from '../common/in-message.ts';
import { l10n } from '../common/l10n.ts';
import { MakefileUnreadable, MakeMissing, MakeOutOfBounds } from './make-error.ts';
import { readingDeadlineMs } from './make-targets.ts';

/**
 * Why it is not known which targets a folder has, for a person.
 * @returns undefined for what nobody foresaw
 */
export function explainNoTargets(error: unknown, folder: string): string | undefined {
  if (error instanceof MakeMissing) {
    return l10n.t('make cannot be found. Install it where this window’s extensions run.');
  }
  if (error instanceof MakefileUnreadable) {
    return l10n.t(
      'make cannot read the Makefile of {0}, and so nothing was run: {1}',
      folder,
      inMessage(error.message),
    );
  }
  if (error instanceof MakeOutOfBounds && error.bound === 'output') {
    return l10n.t('make prints too much when it reads the Makefile of {0}, and so nothing was run.', folder);
  }
  if (error instanceof MakeOutOfBounds) {
    return l10n.t(
      'make could not read the Makefile of {0} within {1} seconds, and so nothing was run. Look there for what waits or does not end, such as a $(shell …).',
      folder,
      readingDeadlineMs / 1000,
    );
  }
  return undefined;
}

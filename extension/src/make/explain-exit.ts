import { l10n } from '../common/l10n.ts';

/**
 * What a make that did not succeed means by its exit code.
 * @param code undefined where something ended it that left none: a closed terminal, or a signal
 * @param started whether its process was started at all
 */
export function explainExit(code: number | undefined, started = true): string {
  if (!started || code === 127) return l10n.t('It could not be run. Is make installed?');
  if (code === undefined) return l10n.t('It was ended before it was done.');
  if (code === 130 || code === 143) return l10n.t('It was interrupted.');
  if (code === 2) return l10n.t('Its last lines say why.');
  return l10n.t('It ended with exit code {0}.', code);
}

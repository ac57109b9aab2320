import { l10n } from 'vscode';

/**
 * What a make that did not succeed means by its exit code.
 * @param code undefined where it could not be started, or was ended by a signal
 */
export function explainExit(code: number | undefined): string {
  if (code === undefined || code === 127) return l10n.t('It could not be run. Is make installed?');
  if (code === 130 || code === 143) return l10n.t('It was interrupted.');
  if (code === 2) return l10n.t('Its last lines say why.');
  return l10n.t('It ended with exit code {0}.', code);
}

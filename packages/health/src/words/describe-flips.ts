import { serviceName, statusWord } from './states.ts';
import { explainServiceError } from '../words/service-errors.ts';
import type { DisplayedHealth, DisplayedService } from '../client/displayed-health.ts';
import { l10n } from './l10n.ts';

function describe({ key, status, details }: DisplayedService): string {
  const word = statusWord(status);
  if (!details?.error) return l10n.t('{0}: {1}.', serviceName(key), word);
  return l10n.t('{0}: {1}, {2}.', serviceName(key), word, l10n.t(explainServiceError(details.error).what));
}

/** Sentences for the services whose state is another than before, for a screen reader. */
export function describeFlips(before: DisplayedHealth, after: DisplayedHealth): string[] {
  const known = new Map(before.services.map(({ key, status }) => [key, status]));
  return after.services.filter(({ key, status }) => known.has(key) && known.get(key) !== status).map(describe);
}

import { explainServiceError } from '@zero-to-running/contract/service-error-wording';
import type { DisplayedHealth, DisplayedService } from './displayed-health.ts';
import { serviceName } from './service-names.ts';
import { serviceWordWithin } from './status-words.ts';
import { l10n } from '../../ui/l10n.ts';

function describe({ key, status, details }: DisplayedService): string {
  const word = serviceWordWithin(status);
  if (!details?.error) return l10n.t('{0}: {1}.', serviceName(key), word);
  return l10n.t('{0}: {1}, {2}.', serviceName(key), word, l10n.t(explainServiceError(details.error).what));
}

/** Sentences for the services whose state is another than before, for a screen reader. */
export function describeFlips(before: DisplayedHealth, after: DisplayedHealth): string[] {
  const known = new Map(before.services.map(({ key, status }) => [key, status]));
  return after.services.filter(({ key, status }) => known.has(key) && known.get(key) !== status).map(describe);
}

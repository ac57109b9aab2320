import { explainServiceError } from '@zero-to-running/contract/service-error-wording';
import type { DisplayedHealth, DisplayedService } from './displayed-health.ts';
import { serviceName } from './service-names.ts';
import { serviceWords } from './status-words.ts';

function describe({ key, status, details }: DisplayedService): string {
  const reason = details?.error ? `, ${explainServiceError(details.error).what}` : '';
  return `${serviceName(key)}: ${serviceWords[status].toLowerCase()}${reason}.`;
}

/** Sentences for the services whose state is another than before, for a screen reader. */
export function describeFlips(before: DisplayedHealth, after: DisplayedHealth): string[] {
  const known = new Map(before.services.map(({ key, status }) => [key, status]));
  return after.services.filter(({ key, status }) => known.has(key) && known.get(key) !== status).map(describe);
}

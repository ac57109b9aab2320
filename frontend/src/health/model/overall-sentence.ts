import type { HealthAnswer } from '@zero-to-running/contract/health';
import { isHealthReport } from '@zero-to-running/contract/is-health-report';
import type { DisplayedHealth, DisplayedService } from './displayed-health.ts';
import { serviceName } from './service-names.ts';
import { overallWord } from './status-words.ts';
import { currentLanguage, l10n } from '../../ui/l10n.ts';

function listOf(services: readonly DisplayedService[]): string {
  const list = new Intl.ListFormat(currentLanguage(), { type: 'conjunction' });
  return list.format(services.map(({ key }) => serviceName(key)));
}

function outage(services: readonly DisplayedService[]): string {
  return services.length === 1
    ? l10n.t('{0} is not healthy; the application cannot work without it.', listOf(services))
    : l10n.t('{0} are not healthy; the application cannot work without them.', listOf(services));
}

function degradation(services: readonly DisplayedService[]): string {
  return services.length === 1
    ? l10n.t('{0} is not healthy; the application keeps working without it.', listOf(services))
    : l10n.t('{0} are not healthy; the application keeps working without them.', listOf(services));
}

/** One sentence that says what the whole state means. */
export function overallSentence(answer: HealthAnswer, displayed: DisplayedHealth): string {
  if (displayed.overall === 'unknown') {
    return l10n.t('There is no fresh report. Last known: {0}.', overallWord(answer.status));
  }
  const report = isHealthReport(answer) ? answer : null;
  if (report?.phase === 'starting') return l10n.t('The API is starting and takes no requests yet.');
  if (report?.phase === 'draining') return l10n.t('The API is shutting down and takes no new requests.');
  const failing = displayed.services.filter(({ status }) => status !== 'healthy');
  const needed = failing.filter(({ details }) => details?.critical);
  if (needed.length > 0) return outage(needed);
  if (failing.length > 0 && displayed.overall === 'degraded') return degradation(failing);
  if (failing.length > 0) return l10n.t('Not healthy: {0}.', listOf(failing));
  return displayed.overall === 'ok'
    ? l10n.t('Every service answers.')
    : l10n.t('The API reports a failure, but names no service.');
}

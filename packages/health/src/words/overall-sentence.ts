import type { DisplayedHealth, DisplayedService } from '../client/displayed-health.ts';
import type { HealthAnswer } from '../contract/report.ts';
import { l10n } from './l10n.ts';
import { listServices, overallTitle } from './states.ts';

const listOf = (services: readonly DisplayedService[]) => listServices(services.map(({ key }) => key));

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
    return l10n.t('There is no fresh report. Last known: {0}.', overallTitle(answer.status));
  }
  if (answer.phase === 'starting') return l10n.t('The API is starting and takes no requests yet.');
  if (answer.phase === 'draining') return l10n.t('The API is shutting down and takes no new requests.');
  const failing = displayed.services.filter(({ status }) => status !== 'healthy');
  const needed = failing.filter(({ details }) => details?.critical);
  if (needed.length > 0) return outage(needed);
  if (failing.length > 0 && displayed.overall === 'degraded') return degradation(failing);
  if (failing.length > 0) return l10n.t('Not healthy: {0}.', listOf(failing));
  if (displayed.services.length === 0 && displayed.overall === 'ok') return l10n.t('The API reports no services.');
  return displayed.overall === 'ok'
    ? l10n.t('Every service answers.')
    : l10n.t('The API reports a failure, but names no service.');
}

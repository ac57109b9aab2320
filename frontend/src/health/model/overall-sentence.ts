import type { HealthAnswer } from '@zero-to-running/contract/health';
import { isHealthReport } from '@zero-to-running/contract/is-health-report';
import type { DisplayedHealth, DisplayedService } from './displayed-health.ts';
import { serviceName } from './service-names.ts';
import { overallWords } from './status-words.ts';

const list = new Intl.ListFormat('en', { type: 'conjunction' });

function failure(services: readonly DisplayedService[], consequence: string): string {
  const names = list.format(services.map(({ key }) => serviceName(key)));
  const [verb, pronoun] = services.length === 1 ? ['is', 'it'] : ['are', 'them'];
  return `${names} ${verb} not healthy; the application ${consequence} ${pronoun}.`;
}

/** One sentence that says what the whole state means. */
export function overallSentence(answer: HealthAnswer, displayed: DisplayedHealth): string {
  if (displayed.overall === 'unknown') return `There is no fresh report. Last known: ${overallWords[answer.status]}.`;
  const report = isHealthReport(answer) ? answer : null;
  if (report?.phase === 'starting') return 'The API is starting and takes no requests yet.';
  if (report?.phase === 'draining') return 'The API is shutting down and takes no new requests.';
  const failing = displayed.services.filter(({ status }) => status !== 'healthy');
  const needed = failing.filter(({ details }) => details?.critical);
  if (needed.length > 0) return failure(needed, 'cannot work without');
  if (failing.length > 0 && displayed.overall === 'degraded') return failure(failing, 'keeps working without');
  if (failing.length > 0) return `Not healthy: ${list.format(failing.map(({ key }) => serviceName(key)))}.`;
  return displayed.overall === 'ok' ? 'Every service answers.' : 'The API reports a failure, but names no service.';
}

import { healthAnswerSchema, type HealthAnswer, type HealthReport } from '@zero-to-running/contract/health';
import { isHealthReport } from '@zero-to-running/contract/is-health-report';
import { plainText } from '../common/plain-text.ts';
import type { DetailLevel } from '../store/environment-snapshot.ts';
import { ConnectionFailure } from './failure.ts';
import { limits } from './limits.ts';
import { l10n } from '../common/l10n.ts';

/** What an API sent, once it is understood. */
export interface ReadAnswer {
  readonly answer: HealthAnswer;
  /** The answer again where it holds the details of each service. */
  readonly report: HealthReport | undefined;
  readonly detail: DetailLevel;
}

const shown = (text: string) => plainText(text, limits.textLength);

function bounded<Service>(services: Readonly<Record<string, Service>>): Record<string, Service> {
  const kept = Object.entries(services).slice(0, limits.services);
  return Object.fromEntries(kept.map(([name, service]) => [shown(name), service]));
}

function boundedReport(report: HealthReport): HealthReport {
  return {
    ...report,
    version: shown(report.version),
    ...(report.stack === undefined ? {} : { stack: shown(report.stack) }),
    system: { ...report.system, platform: shown(report.system.platform) },
    services: bounded(report.services),
  };
}

/**
 * Reads what an API sent, by the contract, within the limits of what can be shown.
 * @throws ConnectionFailure when it is neither a report nor a summary of one
 */
export function readAnswer(raw: unknown): ReadAnswer {
  const read = healthAnswerSchema.safeParse(raw);
  if (!read.success) throw new ConnectionFailure('not-understood', l10n.t('its answer is no health report'));
  if (isHealthReport(read.data)) {
    const report = boundedReport(read.data);
    return { answer: report, report, detail: 'full' };
  }
  const hasDetails = typeof raw === 'object' && raw !== null && 'system' in raw;
  const answer = { ...read.data, services: bounded(read.data.services) };
  return { answer, report: undefined, detail: hasDetails ? 'unreadable' : 'redacted' };
}

import { healthAnswerSchema, type HealthAnswer, type HealthReport } from '@zero-to-running/contract/health';
import { isHealthReport } from '@zero-to-running/contract/is-health-report';
import { plainText } from '../common/plain-text.ts';
import type { DetailLevel } from '../store/environment-snapshot.ts';
import { boundedServices, type LeftOut } from './bounded-services.ts';
import { ConnectionFailure } from './failure.ts';
import { limits } from './limits.ts';
import { l10n } from '../common/l10n.ts';

/** What an API sent, once it is understood. */
export interface ReadAnswer {
  readonly answer: HealthAnswer;
  /** The answer again where it holds the details of each service. */
  readonly report: HealthReport | undefined;
  readonly detail: DetailLevel;
  readonly leftOut: LeftOut;
}

const shown = (text: string) => plainText(text, limits.textLength);

function bounded(report: HealthReport): { report: HealthReport; leftOut: LeftOut } {
  const { services, leftOut } = boundedServices(report.services);
  const read = {
    ...report,
    version: shown(report.version),
    ...(report.stack === undefined ? {} : { stack: shown(report.stack) }),
    system: { ...report.system, platform: shown(report.system.platform) },
    services,
  };
  return { report: read, leftOut };
}

/**
 * Reads what an API sent, by the contract, within the limits of what can be shown.
 * @throws ConnectionFailure when it is neither a report nor a summary of one
 */
export function readAnswer(raw: unknown): ReadAnswer {
  const read = healthAnswerSchema.safeParse(raw);
  if (!read.success) throw new ConnectionFailure('not-understood', l10n.t('its answer is no health report'));
  if (isHealthReport(read.data)) {
    const { report, leftOut } = bounded(read.data);
    return { answer: report, report, detail: 'full', leftOut };
  }
  const hasDetails = typeof raw === 'object' && raw !== null && 'system' in raw;
  const { services, leftOut } = boundedServices(read.data.services);
  const answer = { ...read.data, services };
  return { answer, report: undefined, detail: hasDetails ? 'unreadable' : 'redacted', leftOut };
}

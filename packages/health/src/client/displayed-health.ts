import type { HealthAnswer, HealthReport, OverallStatus, ServiceHealth, ServiceStatus } from '../contract/report.ts';
import { compareServices } from '../words/states.ts';

/** Whether an answer holds the details and not just each service's status. Here, as displays need it without schemas. */
export function isHealthReport(answer: HealthAnswer): answer is HealthReport {
  return 'system' in answer;
}

/** A service as it may be shown: what is not fresh is unknown, whatever it was. */
export interface DisplayedService {
  readonly key: string;
  /** Whether what is said of it is true now. */
  readonly isKnown: boolean;
  readonly status: ServiceStatus;
  /** What the last report said. */
  readonly lastKnown: ServiceStatus;
  /** Null where the API shows no details. */
  readonly details: ServiceHealth | null;
}

type DisplayedOverall = OverallStatus | 'unknown';

export interface DisplayedHealth {
  readonly overall: DisplayedOverall;
  readonly services: readonly DisplayedService[];
}

/**
 * What may be shown of an answer.
 * @param trusted whether the answer is fresh
 * @param probed services that are known although it is not, as they are asked from elsewhere
 */
export function displayHealth(
  answer: HealthAnswer,
  trusted: boolean,
  probed: ReadonlySet<string> = new Set(),
): DisplayedHealth {
  const details = isHealthReport(answer) ? answer.services : null;
  const services = Object.entries(answer.services)
    .toSorted(([a], [b]) => compareServices(a, b))
    .map(([key, { status }]) => {
      const isKnown = trusted || probed.has(key);
      return {
        key,
        isKnown,
        status: isKnown ? status : ('unknown' as const),
        lastKnown: status,
        details: details?.[key] ?? null,
      };
    });
  return { overall: trusted ? answer.status : 'unknown', services };
}

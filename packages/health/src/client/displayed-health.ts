import type { HealthAnswer, OverallStatus, ServiceAnswer, ServiceStatus } from '../contract/report.ts';
import { compareServices } from '../words/states.ts';

/** What an API says of a service; undefined where that is no more than its status. */
export function detailsOf(service: ServiceAnswer): ServiceAnswer | undefined {
  return Object.keys(service).length > 1 ? service : undefined;
}

/** A service as it may be shown: what is not fresh is unknown, whatever it was. */
export interface DisplayedService {
  readonly key: string;
  /** Whether what is said of it is true now. */
  readonly isKnown: boolean;
  readonly status: ServiceStatus;
  /** What the last report said. */
  readonly lastKnown: ServiceStatus;
  /** Whether the application cannot work without it, as far as the API says so. */
  readonly critical: boolean;
  /** Null where the API says no more of it than its status. */
  readonly details: ServiceAnswer | null;
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
  const services = Object.entries(answer.services)
    .toSorted(([a], [b]) => compareServices(a, b))
    .map(([key, service]) => {
      const { status } = service;
      const isKnown = trusted || probed.has(key);
      return {
        key,
        isKnown,
        status: isKnown ? status : ('unknown' as const),
        lastKnown: status,
        // What makes the whole degraded and no worse is not critical.
        critical: service.critical ?? answer.status !== 'degraded',
        details: detailsOf(service) ?? null,
      };
    });
  return { overall: trusted ? answer.status : 'unknown', services };
}

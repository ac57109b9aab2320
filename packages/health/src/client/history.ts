import type { HealthAnswer, ServiceAnswer } from '../contract/report.ts';
import type { HealthHistory } from '../contract/history.ts';
import { historyLimits } from '../contract/protocol.ts';

type ServiceHistory = HealthHistory['services'][string];

export const emptyHistory: HealthHistory = { services: {} };

const nothing: ServiceHistory = { changes: [], samples: [] };

/** What is remembered of a service, whatever its name. */
export function serviceHistory(history: HealthHistory, key: string): ServiceHistory {
  return Object.hasOwn(history.services, key) ? (history.services[key] ?? nothing) : nothing;
}

function append({ changes, samples }: ServiceHistory, service: ServiceAnswer, timestamp: string): ServiceHistory {
  // An API that does not say when it asked, or since when it is so, has said it now.
  const { status, latencyMs = null, checkedAt = timestamp, since = timestamp, error } = service;
  const lastSample = samples.at(-1);
  const isNewSample = checkedAt !== null && (!lastSample || checkedAt > lastSample.at);
  // What a service was when one began to look is no change, nor what it was while it started.
  const seenUpTo = changes.at(-1) ?? samples[0];
  const known = changes.at(-1)?.status ?? lastSample?.status;
  const hasStarted = changes.length > 0 || samples.some((sample) => sample.status === 'healthy');
  const isChange = seenUpTo !== undefined && since > seenUpTo.at && status !== known && hasStarted;
  return {
    samples: isNewSample ? [...samples, { at: checkedAt, status, latencyMs }].slice(-historyLimits.samples) : samples,
    changes: isChange
      ? [...changes, { at: since, status, ...(error && { error }) }].slice(-historyLimits.changes)
      : changes,
  };
}

/**
 * The history with what a newer report adds to it, within the same bounds as the API's own. Instants are compared as
 * text, which the contract's one format of them allows.
 */
export function appendReport(
  history: HealthHistory,
  report: Pick<HealthAnswer, 'services' | 'timestamp'>,
): HealthHistory {
  const services = Object.entries(report.services).map(([key, service]) => {
    return [key, append(serviceHistory(history, key), service, report.timestamp)] as const;
  });
  return { services: { ...history.services, ...Object.fromEntries(services) } };
}

function older<Entry extends { at: string }>(local: readonly Entry[], fetched: readonly Entry[]): Entry[] {
  const first = fetched[0];
  return first ? local.filter(({ at }) => at < first.at) : [...local];
}

/**
 * The API's memory, preceded by what was seen here before it begins: an API that was restarted remembers nothing.
 */
export function mergeHistory(local: HealthHistory, fetched: HealthHistory): HealthHistory {
  const services = Object.entries(fetched.services).map(([key, { changes, samples }]) => {
    const seen = serviceHistory(local, key);
    const merged = {
      changes: [...older(seen.changes, changes), ...changes].slice(-historyLimits.changes),
      samples: [...older(seen.samples, samples), ...samples].slice(-historyLimits.samples),
    };
    return [key, merged] as const;
  });
  return { services: { ...local.services, ...Object.fromEntries(services) } };
}

import { explainServiceError } from '@zero-to-running/contract/service-error-wording';
import type { EnvironmentSnapshot } from '../store/environment-snapshot.ts';
import { failureText, guessText } from '../presentation/environment-text.ts';
import { overallOf, serviceViews, type ServiceView } from '../presentation/service-view.ts';

interface Described {
  readonly name: string;
  readonly kind: 'local' | 'remote';
  readonly snapshot: EnvironmentSnapshot;
}

function describeService({ key, status, lastKnown, health }: ServiceView): object {
  const explanation = health?.error && explainServiceError(health.error);
  return {
    service: key,
    status,
    lastKnown: status === lastKnown ? undefined : lastKnown,
    critical: health?.critical,
    latencyMs: health?.latencyMs,
    since: health?.since,
    checkedAt: health?.checkedAt,
    error: health?.error,
    ...explanation,
  };
}

/** The health of an environment as JSON for a language model: bounded by what a report can be, and without secrets. */
export function describeHealth({ name, kind, snapshot }: Described, now: number): object {
  const { report, receivedAt, fresh } = snapshot;
  const services = serviceViews(snapshot).map(describeService);
  return {
    environment: name,
    kind,
    status: overallOf(snapshot),
    isFresh: fresh,
    ...(receivedAt !== undefined && { reportAgeSeconds: Math.round((now - receivedAt) / 1_000) }),
    ...(snapshot.failure && { failure: failureText(snapshot) }),
    ...(snapshot.guess && { note: guessText(snapshot) }),
    ...(report && { version: report.version, phase: report.phase, system: report.system }),
    services,
  };
}

import { explainServiceError } from '@zero-to-running/contract/service-error-wording';
import type { EnvironmentSnapshot } from '../store/environment-snapshot.ts';
import { failureText } from '../presentation/environment-text.ts';
import { overallOf, serviceViews } from '../presentation/service-view.ts';

interface Described {
  readonly name: string;
  readonly kind: 'local' | 'remote';
  readonly snapshot: EnvironmentSnapshot;
}

/** The health of an environment as JSON for a language model: bounded by what a report can be, and without secrets. */
export function describeHealth({ name, kind, snapshot }: Described, now: number): object {
  const { report, receivedAt, fresh } = snapshot;
  const services = serviceViews(snapshot).map(({ key, status, lastKnown, health }) => ({
    service: key,
    status,
    ...(status !== lastKnown && { lastKnown }),
    ...(health && {
      critical: health.critical,
      latencyMs: health.latencyMs,
      since: health.since,
      checkedAt: health.checkedAt,
    }),
    ...(health?.error && { error: health.error, ...explainServiceError(health.error) }),
  }));
  return {
    environment: name,
    kind,
    status: overallOf(snapshot),
    isFresh: fresh,
    ...(receivedAt !== undefined && { reportAgeSeconds: Math.round((now - receivedAt) / 1_000) }),
    ...(snapshot.failure && { failure: failureText(snapshot) }),
    ...(report && { version: report.version, phase: report.phase, system: report.system }),
    services,
  };
}

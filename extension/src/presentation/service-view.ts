import type { OverallStatus, ServiceHealth, ServiceStatus } from '@zero-to-running/contract/health';
import { isNotRunning } from '../connection/failure.ts';
import type { EnvironmentSnapshot } from '../store/environment-snapshot.ts';
import { clockOffsetMs } from './clock-offset.ts';

/** A service as it may be shown: what is not fresh is unknown, whatever it was. */
export interface ServiceView {
  readonly key: string;
  readonly status: ServiceStatus;
  /** What the last report said. */
  readonly lastKnown: ServiceStatus;
  /** Undefined where the API shows no details. */
  readonly health: ServiceHealth | undefined;
  /** Milliseconds by which this machine's clock is ahead of the one by which it was asked. */
  readonly clockOffsetMs: number;
  /** Why nothing can be known of it, as a sentence without its full stop. */
  readonly problem: string | undefined;
}

/** In the order in which a request passes through them; others follow by name. */
const order = ['frontend', 'api', 'database', 'cache'];

function rank(key: string): number {
  const index = order.indexOf(key);
  return index === -1 ? order.length : index;
}

function reported({ answer, report }: EnvironmentSnapshot): Map<string, Pick<ServiceView, 'lastKnown' | 'health'>> {
  const details = new Map(Object.entries(report?.services ?? {}));
  const services = Object.entries(answer?.services ?? {});
  return new Map(services.map(([key, { status }]) => [key, { lastKnown: status, health: details.get(key) }]));
}

/** The services of an environment, with the frontend where it is probed and the report does not name it. */
export function serviceViews(snapshot: EnvironmentSnapshot): ServiceView[] {
  const services = reported(snapshot);
  const { frontend, frontendProblem, answer } = snapshot;
  const offsetMs = clockOffsetMs(snapshot);
  const isProbed = frontend !== undefined && answer !== undefined && !services.has('frontend');
  if (isProbed) services.set('frontend', { lastKnown: frontend.status, health: frontend });
  return [...services]
    .map(([key, { lastKnown, health }]) => {
      // The probe goes on while the API is away, and is known as long as somebody looks.
      const isThatProbed = isProbed && key === 'frontend';
      const isKnown = isThatProbed ? snapshot.link !== 'paused' : snapshot.fresh;
      const problem = isThatProbed ? frontendProblem?.message : undefined;
      const status = isKnown ? lastKnown : ('unknown' as const);
      return { key, status, lastKnown, health, clockOffsetMs: isThatProbed ? 0 : offsetMs, problem };
    })
    .toSorted((a, b) => rank(a.key) - rank(b.key) || a.key.localeCompare(b.key));
}

/** What an environment comes to as a whole. `stopped`: there is nothing to know, as it does not run. */
export type Overall = OverallStatus | 'unknown' | 'stopped' | 'starting' | 'connecting';

export function overallOf(snapshot: EnvironmentSnapshot): Overall {
  const { fresh, answer, failure, link } = snapshot;
  if (failure?.kind === 'starting') return 'starting';
  if (isNotRunning(failure)) return 'stopped';
  if (!answer) return link === 'connecting' ? 'connecting' : 'unknown';
  if (!fresh) return link === 'connecting' ? 'connecting' : 'unknown';
  const isDegraded = answer.status === 'ok' && serviceViews(snapshot).some(({ status }) => status !== 'healthy');
  return isDegraded ? 'degraded' : answer.status;
}

/** The services that are not healthy, as far as is known. */
export function failing(snapshot: EnvironmentSnapshot): ServiceView[] {
  return serviceViews(snapshot).filter(({ lastKnown }) => lastKnown !== 'healthy');
}

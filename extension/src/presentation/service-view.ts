import type { ServiceAnswer, ServiceStatus } from '@zero-to-running/health/contract/report';
import { compareServices, type Overall, statusWord } from '@zero-to-running/health/words/states';
import { detailsOf } from '@zero-to-running/health/client/displayed-health';
import { isNotRunning } from '@zero-to-running/health/client/failure';
import type { EnvironmentSnapshot } from '../store/environment-store.ts';
import { clockOffset } from '@zero-to-running/health/client/freshness';
import { explainServiceError } from '@zero-to-running/health/words/service-errors';
import { formatAgo, formatLatency } from '@zero-to-running/health/words/figures';
import { l10n } from '@zero-to-running/health/words/l10n';

/** A service as it may be shown: what is not fresh is unknown, whatever it was. */
export interface ServiceView {
  readonly key: string;
  readonly status: ServiceStatus;
  /** What the last report said. */
  readonly lastKnown: ServiceStatus;
  /** Undefined where the API says no more of it than its status. */
  readonly health: ServiceAnswer | undefined;
  /** Milliseconds by which this machine's clock is ahead of the one by which it was asked. */
  readonly clockOffsetMs: number;
  /** Why nothing can be known of it, as a sentence without its full stop. */
  readonly problem: string | undefined;
}

function reported({ answer }: EnvironmentSnapshot): Map<string, Pick<ServiceView, 'lastKnown' | 'health'>> {
  const services = Object.entries(answer?.services ?? {});
  return new Map(services.map(([key, service]) => [key, { lastKnown: service.status, health: detailsOf(service) }]));
}

/** The services of an environment, with the frontend where it is probed and the report does not name it. */
export function serviceViews(snapshot: EnvironmentSnapshot): ServiceView[] {
  const services = reported(snapshot);
  const { frontend, frontendProblem, answer } = snapshot;
  const offsetMs = clockOffset(snapshot.clocks);
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
    .toSorted((a, b) => compareServices(a.key, b.key));
}

/** What an environment comes to as a whole. */
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

/** What stands beside a service's name: its state as a word, and the figure that matters in that state. */
export function serviceDescription({ status, lastKnown, health, problem }: ServiceView): string {
  if (problem !== undefined) return `${statusWord(status)} · ${l10n.t('bad address')}`;
  if (status === 'unknown') {
    return lastKnown === 'unknown' ? statusWord('unknown') : l10n.t('unknown, was {0}', statusWord(lastKnown));
  }
  if (status === 'unhealthy') {
    return health?.error
      ? `${statusWord(status)} · ${l10n.t(explainServiceError(health.error).what)}`
      : statusWord(status);
  }
  return typeof health?.latencyMs === 'number'
    ? `${statusWord(status)} · ${formatLatency(health.latencyMs)}`
    : statusWord(status);
}

/** One figure below a service. */
export interface Figure {
  /** Stable, so that the selection survives updates. */
  readonly id: 'latency' | 'since' | 'checked' | 'error' | 'remedy';
  readonly label: string;
  readonly value: string;
  /** A product icon. */
  readonly icon: string;
}

/**
 * The figures of a service, as of its last report.
 * @param here milliseconds since the epoch, by this machine's clock
 */
export function serviceFigures({ health, clockOffsetMs }: ServiceView, here: number): Figure[] {
  if (!health) return [];
  const now = here - clockOffsetMs;
  const { latencyMs, since, checkedAt, error } = health;
  const ago = (instant: string | null) => (instant === null ? l10n.t('never') : formatAgo(now - Date.parse(instant)));
  const figures: Figure[] = [];
  if (latencyMs !== undefined) {
    figures.push({ id: 'latency', label: l10n.t('Latency'), value: formatLatency(latencyMs), icon: 'dashboard' });
  }
  if (since !== undefined) figures.push({ id: 'since', label: l10n.t('Since'), value: ago(since), icon: 'history' });
  if (checkedAt !== undefined) {
    figures.push({ id: 'checked', label: l10n.t('Checked'), value: ago(checkedAt), icon: 'clock' });
  }
  if (error) {
    const { what, remedy } = explainServiceError(error);
    figures.unshift(
      { id: 'error', label: l10n.t('Error'), value: l10n.t(what), icon: 'error' },
      { id: 'remedy', label: l10n.t('Remedy'), value: l10n.t(remedy), icon: 'lightbulb' },
    );
  }
  return figures;
}

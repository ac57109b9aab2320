import type { ServiceStatus } from '@zero-to-running/contract/health';
import { isNotRunning } from '../connection/failure.ts';
import type { EnvironmentSnapshot } from '../store/environment-snapshot.ts';
import { serviceViews } from '../presentation/service-view.ts';

/** How long a service has to have been healthy before its next failure is told again, in milliseconds. */
const quietMs = 60_000;

export interface Flip {
  readonly service: string;
  readonly kind: 'failed' | 'recovered';
}

interface Known {
  readonly isHealthy: boolean;
  /** When it became so: milliseconds since the epoch. */
  readonly since: number;
  /** Whether its failure was told, and its recovery not yet. */
  readonly isTold: boolean;
}

const isHealthy = (status: ServiceStatus) => status === 'healthy';

/** Tells when a service of one environment flips: once, and not again while it flaps. */
export class FlipDetector {
  #known = new Map<string, Known>();

  /**
   * Takes the next state.
   * @param now milliseconds since the epoch
   */
  next(snapshot: EnvironmentSnapshot, now: number): Flip[] {
    if (isNotRunning(snapshot.failure)) this.#known.clear();
    // Where it is not known, nothing has flipped; and who starts or stops an application knows that it is away.
    if (!snapshot.fresh || (snapshot.report && snapshot.report.phase !== 'ready')) return [];
    const flips: Flip[] = [];
    const next = new Map<string, Known>();
    for (const { key, lastKnown } of serviceViews(snapshot)) {
      const before = this.#known.get(key);
      const { known, flip } = step(before, isHealthy(lastKnown), now);
      next.set(key, known);
      if (flip) flips.push({ service: key, kind: flip });
    }
    this.#known = next;
    return flips;
  }
}

function step(before: Known | undefined, healthy: boolean, now: number): { known: Known; flip?: Flip['kind'] } {
  // What a service was when one began to look is no flip; it had been so for as long as it takes.
  if (!before) return { known: { isHealthy: healthy, since: now - quietMs, isTold: false } };
  if (before.isHealthy === healthy) return { known: before };
  if (healthy) {
    const known = { isHealthy: true, since: now, isTold: false };
    return before.isTold ? { known, flip: 'recovered' } : { known };
  }
  const isQuiet = now - before.since >= quietMs;
  const known = { isHealthy: false, since: now, isTold: isQuiet };
  return isQuiet ? { known, flip: 'failed' } : { known };
}

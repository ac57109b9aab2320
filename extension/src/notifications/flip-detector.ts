import type { ServiceStatus } from '@zero-to-running/health/contract/report';
import { isNotRunning } from '@zero-to-running/health/client/failure';
import type { EnvironmentSnapshot } from '../store/environment-store.ts';
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
  /** Whether it failed while that was somebody's doing, which was not told for that. */
  readonly isExcused?: boolean;
}

const isHealthy = (status: ServiceStatus) => status === 'healthy';

/** Tells when a service of one environment flips: once, and not again while it flaps. */
export class FlipDetector {
  #known = new Map<string, Known>();

  /**
   * Takes the next state.
   * @param now milliseconds since the epoch
   * @param isOwnDoing whether something is being done to the services, such as a restart: what fails by it is told only if it
   * does not recover
   */
  next(snapshot: EnvironmentSnapshot, now: number, isOwnDoing = false): Flip[] {
    if (isNotRunning(snapshot.failure)) this.#known.clear();
    // Where it is not known, nothing has flipped; and who starts or stops an application knows that it is away.
    if (!snapshot.fresh || (snapshot.answer?.phase ?? 'ready') !== 'ready') return [];
    const flips: Flip[] = [];
    const next = new Map<string, Known>();
    for (const { key, lastKnown } of serviceViews(snapshot)) {
      const before = this.#known.get(key);
      const { known, flip } = step(before, { isHealthy: isHealthy(lastKnown), now, isOwnDoing });
      next.set(key, known);
      if (flip) flips.push({ service: key, kind: flip });
    }
    this.#known = next;
    return flips;
  }
}

interface Look {
  readonly isHealthy: boolean;
  readonly now: number;
  readonly isOwnDoing: boolean;
}

function step(before: Known | undefined, look: Look): { known: Known; flip?: Flip['kind'] } {
  const { isHealthy: healthy, now } = look;
  // What a service was when one began to look is no flip; it had been so for as long as it takes.
  if (!before) return { known: { isHealthy: healthy, since: now - quietMs, isTold: false } };
  if (!healthy) return stepDown(before, look);
  if (before.isHealthy) return { known: before };
  const known = { isHealthy: true, since: before.isExcused ? now - quietMs : now, isTold: false };
  return before.isTold ? { known, flip: 'recovered' } : { known };
}

function stepDown(before: Known, { now, isOwnDoing }: Look): { known: Known; flip?: Flip['kind'] } {
  const begins = before.isHealthy;
  if (!begins && !before.isExcused) return { known: before };
  const since = begins ? now : before.since;
  if (isOwnDoing) return { known: { isHealthy: false, since, isTold: false, isExcused: true } };
  const isToTell = !begins || now - before.since >= quietMs;
  const known = { isHealthy: false, since, isTold: isToTell };
  return isToTell ? { known, flip: 'failed' } : { known };
}

import { historyLimits } from '../contract/protocol.ts';
import type { HealthHistory } from '../contract/history.ts';
import type { ServiceHealth, ServiceStatus, ServiceError } from '../contract/report.ts';
import type { Sample } from './probe.ts';

type ServiceHistory = HealthHistory['services'][string];

/** Milliseconds. */
const hysteresis = {
  /** A failure this soon after a recovery is a relapse. */
  relapseWithin: 5_000,
  /** How long a service must work before it counts as healthy: nothing at first, this after a relapse, then doubling. */
  firstHold: 1_000,
  maxHold: 4_000,
} as const;

const instant = (at: number): string => new Date(at).toISOString();

/** Adds to a list that keeps its last items only. */
function push<Item>(list: Item[], limit: number, item: Item): void {
  if (list.length === limit) list.shift();
  list.push(item);
}

/**
 * What is known of one service: its last sample, and its past. All times in milliseconds since the epoch.
 * A failure counts at once. A recovery counts at once, too, but after a relapse the service first has to keep working for
 * a while, so that one that fails now and then is not announced as well every other second.
 */
export class ServiceRecord {
  readonly #critical: boolean;
  readonly #staleAfterMs: number;
  readonly #changes: ServiceHistory['changes'] = [];
  readonly #samples: ServiceHistory['samples'] = [];
  #last: Sample | undefined;
  #status: ServiceStatus = 'unknown';
  #error: ServiceError | undefined;
  #since: number;
  #recoveredAt = -Infinity;
  #workingSince: number | undefined;
  #holdMs = 0;
  #wasHealthy = false;

  constructor(critical: boolean, staleAfterMs: number, startedAt: number) {
    this.#critical = critical;
    this.#staleAfterMs = staleAfterMs;
    this.#since = startedAt;
  }

  /** @returns whether the status, or the reason for it, is another one now */
  add(sample: Sample): boolean {
    push(this.#samples, historyLimits.samples, {
      at: instant(sample.at),
      status: sample.status,
      latencyMs: sample.latencyMs,
    });
    this.#last = sample;
    const before = { status: this.#status, error: this.#error };
    if (sample.status === 'unhealthy') this.#fail(sample.at, sample.error);
    else this.#work(sample.at);
    if (this.#status === before.status) return this.#error !== before.error;
    this.#since = sample.at;
    // Until it has been healthy once it is starting, and what it was when one began to look is no change.
    const isStart = !this.#wasHealthy;
    this.#wasHealthy ||= this.#status === 'healthy';
    if (isStart) return true;
    push(this.#changes, historyLimits.changes, {
      at: instant(sample.at),
      status: this.#status,
      ...(this.#error && { error: this.#error }),
    });
    return true;
  }

  /** What the last probe found, whatever the service counts as. */
  get lastSample(): Sample | undefined {
    return this.#last;
  }

  /** When what is known stops counting; never, while nothing is known. */
  get staleAt(): number {
    return this.#last ? this.#last.at + this.#staleAfterMs : Infinity;
  }

  /** The service as it is known at a time: `unknown`, when the last sample is too old by then. */
  at(now: number): ServiceHealth {
    const checkedAt = this.#last ? instant(this.#last.at) : null;
    if (!this.#last || now >= this.staleAt) {
      const since = instant(this.#last ? this.staleAt : this.#since);
      return { status: 'unknown', critical: this.#critical, latencyMs: null, checkedAt, since };
    }
    return {
      status: this.#status,
      critical: this.#critical,
      latencyMs: this.#status === 'healthy' ? this.#last.latencyMs : null,
      checkedAt,
      since: instant(this.#since),
      ...(this.#error && { error: this.#error }),
    };
  }

  get history(): ServiceHistory {
    return { changes: [...this.#changes], samples: [...this.#samples] };
  }

  #fail(at: number, error: ServiceError): void {
    if (this.#status === 'healthy') {
      const isRelapse = at - this.#recoveredAt < hysteresis.relapseWithin;
      this.#holdMs = isRelapse ? Math.min(hysteresis.maxHold, Math.max(hysteresis.firstHold, this.#holdMs * 2)) : 0;
    }
    this.#status = 'unhealthy';
    this.#error = error;
    this.#workingSince = undefined;
  }

  #work(at: number): void {
    this.#workingSince ??= at;
    if (this.#status === 'unhealthy') {
      if (at - this.#workingSince < this.#holdMs) return;
      this.#recoveredAt = at;
    }
    this.#status = 'healthy';
    this.#error = undefined;
  }
}

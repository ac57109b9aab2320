import type { ServiceHealth, ServiceStatus } from '@zero-to-running/contract/health';
import type { HealthHistory } from '@zero-to-running/contract/health-history';
import { historyLimits } from '@zero-to-running/contract/history-limits';
import { Ring } from './ring.ts';
import type { Sample } from './sample.ts';

type ServiceHistory = HealthHistory['services'][string];

const instant = (at: number): string => new Date(at).toISOString();

const errorOf = (sample: Sample | undefined) => (sample?.status === 'unhealthy' ? { error: sample.error } : {});

/** What is known of one service: its last sample, and its past. All times in milliseconds since the epoch. */
export class ServiceRecord {
  readonly #critical: boolean;
  readonly #staleAfterMs: number;
  readonly #changes = new Ring<ServiceHistory['changes'][number]>(historyLimits.changes);
  readonly #samples = new Ring<ServiceHistory['samples'][number]>(historyLimits.samples);
  #last: Sample | undefined;
  #status: ServiceStatus = 'unknown';
  #since: number;

  constructor(critical: boolean, staleAfterMs: number, startedAt: number) {
    this.#critical = critical;
    this.#staleAfterMs = staleAfterMs;
    this.#since = startedAt;
  }

  /** @returns whether the status, or the reason for it, is another one now */
  add(sample: Sample): boolean {
    const at = instant(sample.at);
    const before = errorOf(this.#last).error;
    this.#samples.add({ at, status: sample.status, latencyMs: sample.latencyMs });
    this.#last = sample;
    if (sample.status === this.#status) return errorOf(sample).error !== before;
    this.#status = sample.status;
    this.#since = sample.at;
    this.#changes.add({ at, status: sample.status, ...errorOf(sample) });
    return true;
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
      latencyMs: this.#last.latencyMs,
      checkedAt,
      since: instant(this.#since),
      ...errorOf(this.#last),
    };
  }

  get history(): ServiceHistory {
    return { changes: [...this.#changes.items], samples: [...this.#samples.items] };
  }
}

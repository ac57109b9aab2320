import type { IncrementResponse, Options, Store } from 'express-rate-limit';
import type { Redis } from 'ioredis';
import { keyPrefix } from '../cache/keys.ts';

/** The hits of one caller in the present window. */
interface Count {
  /** All processes' hits, as Redis last told. */
  shared: number;
  /** Own hits on their way to Redis. */
  sending: number;
  /** Own hits since. */
  unsent: number;
}

const sendEveryMs = 100;

/** Callers counted in one window; more are let through uncounted. */
const maxCallers = 10_000;

/**
 * Counts hits in Redis for all processes together, without a request ever waiting for it: hits are added up here and
 * sent in the background, so the sum is behind by what other processes counted within the last moment. While Redis is
 * away, each process counts for itself.
 */
export class RateLimitStore implements Store {
  readonly prefix = `${keyPrefix}rate-limit:`;
  readonly #redis: Redis;
  readonly #counts = new Map<string, Count>();
  #windowMs = 60_000;
  /** Windows are counted from the epoch, so that all processes agree when one ends. */
  #window = 0;
  #scheduled = false;

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  init({ windowMs }: Pick<Options, 'windowMs'>): void {
    this.#windowMs = windowMs;
  }

  increment(caller: string): IncrementResponse {
    const count = this.#countOf(caller);
    count.unsent += 1;
    if (!this.#scheduled) setTimeout(() => void this.#send(), sendEveryMs).unref();
    this.#scheduled = true;
    return {
      totalHits: count.shared + count.sending + count.unsent,
      resetTime: new Date((this.#window + 1) * this.#windowMs),
    };
  }

  decrement(caller: string): void {
    this.#countOf(caller).unsent -= 1;
  }

  async resetKey(caller: string): Promise<void> {
    this.#counts.delete(caller);
    await this.#redis.del(this.#key(caller));
  }

  #countOf(caller: string): Count {
    const window = Math.floor(Date.now() / this.#windowMs);
    if (window !== this.#window) {
      this.#window = window;
      this.#counts.clear();
    }
    const known = this.#counts.get(caller);
    if (known) return known;
    const count = { shared: 0, sending: 0, unsent: 0 };
    if (this.#counts.size < maxCallers) this.#counts.set(caller, count);
    return count;
  }

  #key(caller: string): string {
    return `${this.prefix}${caller}:${this.#window}`;
  }

  async #send(): Promise<void> {
    const changed = [...this.#counts].filter(([, { unsent }]) => unsent !== 0);
    await Promise.all(changed.map(([caller, count]) => this.#sendOne(this.#key(caller), count)));
    this.#scheduled = false;
  }

  async #sendOne(key: string, count: Count): Promise<void> {
    count.sending = count.unsent;
    count.unsent = 0;
    try {
      const [shared] = await Promise.all([
        this.#redis.incrby(key, count.sending),
        this.#redis.pexpire(key, this.#windowMs),
      ]);
      count.shared = shared;
    } catch {
      // Counted here again; the next hit sends it once more.
      count.unsent += count.sending;
    }
    count.sending = 0;
  }
}

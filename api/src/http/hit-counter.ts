import type { Redis } from 'ioredis';
import { keyPrefix } from '@zero-to-running/contract/cache-keys';

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
 * sent in the background, so a sum lacks what other processes counted within the last moment. While Redis is away,
 * each process counts for itself.
 */
export class HitCounter {
  readonly #redis: Redis;
  readonly #windowMs: number;
  readonly #counts = new Map<string, Count>();
  /** Windows are numbered from the epoch on, so that all processes agree where one ends. */
  #window = 0;
  #scheduled = false;

  constructor(redis: Redis, windowMs: number) {
    this.#redis = redis;
    this.#windowMs = windowMs;
  }

  /** Milliseconds until all counts begin anew. */
  get windowEndsIn(): number {
    return this.#windowMs - (Date.now() % this.#windowMs);
  }

  /** @returns the caller's hits in this window, this one included */
  hit(caller: string): number {
    const count = this.#countOf(caller);
    count.unsent += 1;
    if (!this.#scheduled) setTimeout(() => void this.#send(), sendEveryMs).unref();
    this.#scheduled = true;
    return count.shared + count.sending + count.unsent;
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

  async #send(): Promise<void> {
    const changed = [...this.#counts].filter(([, { unsent }]) => unsent > 0);
    await Promise.all(
      changed.map(([caller, count]) => this.#sendOne(`${keyPrefix}hits:${this.#window}:${caller}`, count)),
    );
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
      // Stays counted here, and is sent once more with the next hit.
      count.unsent += count.sending;
    }
    count.sending = 0;
  }
}

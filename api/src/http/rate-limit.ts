import { keyPrefix } from '@app/contract/cache-keys';
import type { RequestHandler } from 'express';
import { type ClientRateLimitInfo, ipKeyGenerator, rateLimit, type Store } from 'express-rate-limit';
import type { Redis } from 'ioredis';
import { HttpProblem } from './problem.ts';

const windowMs = 60_000;

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
 * A store for express-rate-limit that counts in Redis for all processes together, without a request ever waiting for
 * it: hits are added up here and sent in the background, so a sum lacks what other processes counted within the last
 * moment. While Redis is away, each process counts for itself. It saves each request the round trip of rate-limit-redis,
 * which took as long as answering from the cache.
 */
export class BatchedRedisStore implements Store {
  readonly #redis: Redis;
  readonly #windowMs: number;
  readonly #name: string;
  readonly #now: () => number;
  readonly #counts = new Map<string, Count>();
  /** Windows are numbered from the epoch on, so that all processes agree where one ends. */
  #window = 0;
  #scheduled = false;

  /**
   * @param name of what is limited: each limit counts for itself
   * @param now the time in milliseconds since the epoch
   */
  constructor(redis: Redis, windowLengthMs: number, name: string, now: () => number = Date.now) {
    this.#redis = redis;
    this.#windowMs = windowLengthMs;
    this.#name = name;
    this.#now = now;
  }

  /** Milliseconds until all counts begin anew. */
  get windowEndsIn(): number {
    return this.#windowMs - (this.#now() % this.#windowMs);
  }

  /** @returns the caller's hits in this window, this one included */
  hit(caller: string): number {
    const count = this.#countOf(caller);
    count.unsent += 1;
    if (!this.#scheduled) setTimeout(() => void this.#send(), sendEveryMs).unref();
    this.#scheduled = true;
    return count.shared + count.sending + count.unsent;
  }

  increment(caller: string): ClientRateLimitInfo {
    const totalHits = this.hit(caller);
    return { totalHits, resetTime: new Date(this.#now() + this.windowEndsIn) };
  }

  decrement(caller: string): void {
    this.#countOf(caller).unsent -= 1;
  }

  resetKey(caller: string): void {
    this.#counts.delete(caller);
  }

  #countOf(caller: string): Count {
    const window = Math.floor(this.#now() / this.#windowMs);
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
      changed.map(([caller, count]) => this.#sendOne(`${keyPrefix}${this.#name}:${this.#window}:${caller}`, count)),
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

/** Groups of an IPv6 address that name a network, as a prefix: a caller has all the addresses in his. */
const ipv6Prefix = 64;

/**
 * Limits the requests of one caller, told apart by the address that the nearest trusted proxy names. It never waits for
 * Redis, and keeps nobody out because Redis is away.
 * @param name of what is limited: each limit counts for itself
 */
export function limitRate(perMinute: number, redis: Redis, name: string): RequestHandler {
  const store = new BatchedRedisStore(redis, windowMs, name);
  return rateLimit({
    windowMs,
    limit: perMinute,
    store,
    passOnStoreError: true,
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    keyGenerator: ({ ip = '' }) => ipKeyGenerator(ip, ipv6Prefix),
    // Its checks of the configuration print to the console; loadConfig checks ours.
    validate: false,
    handler(_req, _res, next) {
      const seconds = Math.ceil(store.windowEndsIn / 1_000);
      next(
        new HttpProblem('too-many-requests', {
          detail: `The limit is ${perMinute} requests a minute for each address; try again in ${seconds} s`,
          headers: { 'Retry-After': String(seconds) },
        }),
      );
    },
  });
}

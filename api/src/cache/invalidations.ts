import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { endGeneration } from './generations.ts';
import type { Namespace } from './namespace.ts';

const pause = { firstMs: 50, maxMs: 1_000 } as const;

interface Limits {
  /** Groups that are remembered while Redis is away; beyond it, the cache waits until every entry has expired. */
  readonly maxPending: number;
  /** How long, in milliseconds, a value read from the database may take to get into the cache, at the very most. */
  readonly maxFillMs: number;
}

const defaultLimits: Limits = { maxPending: 10_000, maxFillMs: 15_000 };

export interface InvalidationsOptions {
  readonly client: Redis;
  readonly namespace: Pick<Namespace, 'current'>;
  readonly ttlSeconds: number;
}

/**
 * Ends the generations of groups whose data has changed. What fails because Redis is away is repeated until it
 * succeeds; until then `isClean` is false, and the cache must not be read.
 */
export class Invalidations {
  readonly #options: InvalidationsOptions;
  readonly #limits: Limits;
  #pending = new Set<string>();
  #retrying = false;
  #overflowed = false;

  constructor(options: InvalidationsOptions, limits = defaultLimits) {
    this.#options = options;
    this.#limits = limits;
  }

  get isClean(): boolean {
    return !this.#retrying;
  }

  /** Never rejects, and does not wait for a Redis that is known to be away. */
  async invalidate(groups: readonly string[]): Promise<void> {
    if (this.isClean && (await this.#attempt(groups))) return;
    for (const group of groups) this.#remember(group);
    if (!this.#retrying) void this.#retry();
  }

  #remember(group: string): void {
    if (this.#pending.size >= this.#limits.maxPending && !this.#pending.has(group)) {
      this.#pending.clear();
      this.#overflowed = true;
    }
    // One is always left to repeat, which tells when Redis answers again.
    this.#pending.add(group);
  }

  async #attempt(groups: Iterable<string>): Promise<boolean> {
    const { client, namespace, ttlSeconds } = this.#options;
    // Again, if Redis was replaced meanwhile: the new one may have been filled from before the change.
    for (let space = namespace.current; space !== undefined; space = namespace.current) {
      const ended = Array.from(groups, (group) => endGeneration(client, space, group, ttlSeconds));
      const results = await Promise.allSettled(ended);
      if (results.some(({ status }) => status === 'rejected')) return false;
      if (namespace.current === space) return true;
    }
    return false;
  }

  async #retry(): Promise<void> {
    this.#retrying = true;
    let wait: number = pause.firstMs;
    while (this.#pending.size > 0) {
      await delay(wait * (0.5 + Math.random() / 2), undefined, { ref: false });
      wait = Math.min(pause.maxMs, wait * 2);
      const batch = this.#pending;
      this.#pending = new Set();
      if (!(await this.#attempt(batch))) for (const group of batch) this.#remember(group);
      else if (this.#overflowed) await this.#outliveEntries();
    }
    this.#retrying = false;
  }

  async #outliveEntries(): Promise<void> {
    this.#overflowed = false;
    await delay(this.#options.ttlSeconds * 1_000 + this.#limits.maxFillMs, undefined, { ref: false });
  }
}

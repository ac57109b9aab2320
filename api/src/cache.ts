import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { CacheResult } from '@app/contract/tasks';
import type { Redis } from 'ioredis';
import { RedisRun } from './redis-run.ts';
import { backOff } from './retry.ts';

/** What is cached under which name, and the group with which it is invalidated. */
export interface CacheKey {
  readonly group: string;
  readonly name: string;
}

export interface CacheRead {
  readonly result: CacheResult;
  readonly value: string;
}

export interface CacheOptions {
  readonly client: Redis;
  /** How long an entry lives; also how long it may be stale after this process died between a write and its invalidation. */
  readonly ttlSeconds: number;
  /** Prefix of all keys, another one for each run of Redis; undefined while that is unknown. */
  readonly namespace: { readonly current: string | undefined };
}

/** Key under which a group's generation is kept. */
export const generationKey = (namespace: string, group: string): string => `${namespace}generation:${group}`;

const isGeneration = (text: string | null | undefined): text is string => /^[\w-]{16}$/.test(text ?? '');

/** So much longer than entries a generation lives, so that a group that is read a lot seldom loses its entries. */
const lifetimes = 20;

/**
 * Gives a group a generation that was never used before, so that what was filled under an earlier one no longer counts.
 * @param keeps whether another process's generation stays, and is returned
 */
async function beginGeneration(options: CacheOptions, space: string, group: string, keeps: boolean): Promise<string> {
  const generation = randomBytes(12).toString('base64url');
  const set = [generationKey(space, group), generation, 'EX', options.ttlSeconds * lifetimes] as const;
  const known = keeps ? await options.client.set(...set, 'NX', 'GET') : void (await options.client.set(...set));
  if (known === null || known === undefined) return generation;
  return isGeneration(known) ? known : beginGeneration(options, space, group, false);
}

/** A value as it is stored: its length stands before it, so that what was cut or changed by a foreign hand is a miss. */
const pack = (generation: string, value: string): string => `${generation}${value.length}:${value}`;

function unpack(generation: string, entry: string | null | undefined): string | undefined {
  if (!entry?.startsWith(generation)) return undefined;
  const value = entry.slice(entry.indexOf(':', generation.length) + 1);
  return entry === pack(generation, value) ? value : undefined;
}

/** Lets callers who want the same at the same time share one flight to fetch it, or its failure; nothing is kept. */
export class SingleFlight<Value> {
  readonly #limit: number;
  readonly #flying = new Map<string, Promise<Value>>();
  readonly #boarding = new Map<string, Promise<Value>>();

  /** @param limit number of flights that are shared; beyond it each caller fetches for itself */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Joins the flight that is under way, or begins one. */
  async join(key: string, fetch: () => Promise<Value>): Promise<Value> {
    const flying = this.#flying.get(key);
    if (flying) return flying;
    if (this.#flying.size >= this.#limit) return fetch();
    const flight = fetch();
    this.#flying.set(key, flight);
    return flight.finally(() => this.#flying.delete(key));
  }

  /** Joins a flight that has not begun, so that its result is not older than this call. One waits for each under way. */
  async joinNext(key: string, fetch: () => Promise<Value>): Promise<Value> {
    const flying = this.#flying.get(key);
    const next = this.#boarding.get(key) ?? (flying && this.#after(flying, key, fetch));
    if (next) this.#boarding.set(key, next);
    return next ?? this.join(key, fetch);
  }

  async #after(flying: Promise<Value>, key: string, fetch: () => Promise<Value>): Promise<Value> {
    await Promise.allSettled([flying]);
    this.#boarding.delete(key);
    return this.join(key, fetch);
  }
}

const defaultLimits = {
  /** Groups that are remembered while Redis is away; beyond it, the cache waits until every entry has expired. */
  maxPending: 10_000,
  /** How long, in milliseconds, a value read from the database may take to get into the cache, at the very most. */
  maxFillMs: 15_000,
  /** Waits so many milliseconds. */
  wait: (ms: number): Promise<unknown> => delay(ms, undefined, { ref: false }),
};

/**
 * Ends the generations of groups whose data has changed. What fails because Redis is away is repeated until it
 * succeeds; until then `isClean` is false, and the cache must not be read.
 */
export class Invalidations {
  readonly #options: CacheOptions;
  readonly #limits: typeof defaultLimits;
  #pending = new Set<string>();
  #overflowed = false;
  isClean = true;

  constructor(options: CacheOptions, limits: Partial<typeof defaultLimits> = {}) {
    this.#options = options;
    this.#limits = { ...defaultLimits, ...limits };
  }

  /** Never rejects, and does not wait for a Redis that is known to be away. */
  async invalidate(groups: readonly string[]): Promise<void> {
    if (this.isClean && (await this.#attempt(groups))) return;
    this.#remember(groups);
    if (this.isClean) void this.#repeat();
  }

  #remember(groups: Iterable<string>): void {
    for (const group of groups) {
      // The last one is always kept: repeating it shows when Redis answers again.
      if (this.#pending.size >= this.#limits.maxPending && !this.#pending.has(group)) {
        this.#pending.clear();
        this.#overflowed = true;
      }
      this.#pending.add(group);
    }
  }

  async #attempt(groups: Iterable<string>): Promise<boolean> {
    const { namespace } = this.#options;
    // Again, if Redis was replaced meanwhile: the new one may have been filled from before the change.
    for (let space = namespace.current; space !== undefined; space = namespace.current) {
      const ended = Array.from(groups, (group) => beginGeneration(this.#options, space, group, false));
      if ((await Promise.allSettled(ended)).some(({ status }) => status === 'rejected')) return false;
      if (namespace.current === space) return true;
    }
    return false;
  }

  async #repeat(): Promise<void> {
    const { wait, maxFillMs } = this.#limits;
    this.isClean = false;
    for (let attempt = 0; this.#pending.size > 0; attempt += 1) {
      await wait(backOff(attempt));
      const batch = this.#pending;
      this.#pending = new Set();
      if (!(await this.#attempt(batch))) this.#remember(batch);
      else if (this.#overflowed) {
        this.#overflowed = false;
        await wait(this.#options.ttlSeconds * 1_000 + maxFillMs);
      }
    }
    this.isClean = true;
  }
}

const maxFlights = 1_000;

/**
 * A cache beside the database: readers look here first and fill in what they had to load; writers invalidate after they
 * have committed. Redis being slow or away fails no request: it is bypassed.
 *
 * No reader gets a value older than the last write that had completed before the read began. Each entry is stored
 * with the generation of its group that was current before its value was loaded, and counts only while that is current;
 * a write ends the generation. So a value loaded before a write can be stored after it without ever being served.
 * (The exception: another process whose writes cannot reach Redis while this one can; then for an entry's lifetime.)
 */
export class CacheAside {
  readonly #options: CacheOptions;
  readonly #invalidations: Invalidations;
  readonly #flights = new SingleFlight<string>(maxFlights);

  constructor(
    options: Omit<CacheOptions, 'namespace'>,
    namespace: CacheOptions['namespace'] = new RedisRun(options.client),
  ) {
    this.#options = { ...options, namespace };
    this.#invalidations = new Invalidations(this.#options);
  }

  /**
   * Reads through the cache.
   * @param load loads the value from the database; its error is the reader's, and is not cached
   */
  async read(key: CacheKey, load: () => Promise<string>): Promise<CacheRead> {
    const { client, namespace, ttlSeconds } = this.#options;
    if (client.status === 'wait') client.connect().catch(() => {});
    const space = this.#invalidations.isClean ? namespace.current : undefined;
    const found = space === undefined ? undefined : await this.#find(space, key).catch(() => undefined);
    // Redis may have been replaced between question and answer.
    if (found === undefined || space !== namespace.current) {
      return { result: 'bypass', value: await this.#flights.joinNext(key.name, load) };
    }
    const { generation } = found;
    if (found.value !== undefined) return { result: 'hit', value: found.value };
    // With the generation in its key, nobody joins a flight that began before a write that is complete by now.
    const value = await this.#flights.join(`${key.name} ${generation}`, async () => {
      const loaded = await load();
      // Nobody waits for it, and if it fails the next reader misses again.
      client.set(`${space}${key.name}`, pack(generation, loaded), 'EX', ttlSeconds).catch(() => {});
      return loaded;
    });
    return { result: 'miss', value };
  }

  /** To be called, and waited for, after a write has been committed and before it is answered. Never rejects. */
  invalidate(groups: readonly string[]): Promise<void> {
    return this.#invalidations.invalidate(groups);
  }

  /** The group's generation, and the value where one was filled under it. */
  async #find(space: string, { group, name }: CacheKey): Promise<{ generation: string; value?: string | undefined }> {
    const [generation, entry] = await this.#options.client.mget(generationKey(space, group), `${space}${name}`);
    if (isGeneration(generation)) return { generation, value: unpack(generation, entry) };
    return { generation: await beginGeneration(this.#options, space, group, true) };
  }
}

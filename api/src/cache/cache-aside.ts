import type { CacheResult } from '@zero-to-running/contract/tasks';
import type { Redis } from 'ioredis';
import { beginGeneration, generationKey, generationLength } from './generations.ts';
import { Invalidations, type InvalidationsOptions } from './invalidations.ts';
import { Lookups } from './lookups.ts';
import { Namespace } from './namespace.ts';
import { SingleFlight } from './single-flight.ts';

const maxFlights = 1_000;

/** What is cached under which name, and the group with which it is invalidated. */
export interface CacheKey {
  readonly group: string;
  readonly name: string;
}

export interface CacheRead {
  readonly result: CacheResult;
  readonly value: string;
}

export interface CacheAsideOptions {
  readonly client: Redis;
  /** How long an entry lives; also how long it may be stale after this process died between a write and its invalidation. */
  readonly ttlSeconds: number;
}

interface Found {
  readonly generation: string;
  readonly value?: string;
}

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
  readonly #client: Redis;
  readonly #ttlSeconds: number;
  readonly #namespace: InvalidationsOptions['namespace'];
  readonly #lookups: Lookups;
  readonly #invalidations: Invalidations;
  readonly #flights = new SingleFlight<string>(maxFlights);

  constructor(
    { client, ttlSeconds }: CacheAsideOptions,
    namespace: InvalidationsOptions['namespace'] = new Namespace(client),
  ) {
    this.#client = client;
    this.#ttlSeconds = ttlSeconds;
    this.#namespace = namespace;
    this.#lookups = new Lookups(client);
    this.#invalidations = new Invalidations({ client, namespace, ttlSeconds });
  }

  /**
   * Reads through the cache.
   * @param load loads the value from the database; its error is the reader's, and is not cached
   */
  async read(key: CacheKey, load: () => Promise<string>): Promise<CacheRead> {
    const space = this.#usableNamespace();
    const found = space === undefined ? undefined : await this.#find(space, key);
    // Redis may have been replaced between question and answer.
    if (found === undefined || space === undefined || space !== this.#namespace.current) {
      return { result: 'bypass', value: await this.#flights.joinNext(key.name, load) };
    }
    if (found.value !== undefined) return { result: 'hit', value: found.value };
    const { generation } = found;
    // With the generation in its key, nobody joins a flight that began before a write that is complete by now.
    const value = await this.#flights.join(`${key.name} ${generation}`, async () => {
      const loaded = await load();
      this.#fill(space, key, generation + loaded);
      return loaded;
    });
    return { result: 'miss', value };
  }

  /** To be called, and waited for, after a write has been committed and before it is answered. Never rejects. */
  invalidate(groups: readonly string[]): Promise<void> {
    return this.#invalidations.invalidate(groups);
  }

  #usableNamespace(): string | undefined {
    if (this.#client.status === 'wait') this.#client.connect().catch(() => {});
    return this.#invalidations.isClean ? this.#namespace.current : undefined;
  }

  /** Undefined where Redis could not be asked. */
  async #find(space: string, { group, name }: CacheKey): Promise<Found | undefined> {
    try {
      const [generation, entry] = await this.#lookups.get([generationKey(space, group), `${space}${name}`]);
      if (!generation) return { generation: await beginGeneration(this.#client, space, group, this.#ttlSeconds) };
      return entry?.startsWith(generation) ? { generation, value: entry.slice(generationLength) } : { generation };
    } catch {
      return undefined;
    }
  }

  #fill(space: string, { name }: CacheKey, entry: string): void {
    // Nobody waits for it, and if it fails the next reader misses again.
    this.#client.set(`${space}${name}`, entry, 'EX', this.#ttlSeconds).catch(() => {});
  }
}

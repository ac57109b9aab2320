import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { seededRandom } from '@zero-to-running/health/test-support/random';
import type { Redis } from 'ioredis';
import { createTestCache, type TestCache } from './test-support/caches.ts';
import { eventually } from './test-support/eventually.ts';
import { FaultProxy } from './test-support/fault-proxy.ts';
import { silentLog } from './test-support/log.ts';
import { needs } from './test-support/services.ts';
import { CacheAside } from './cache.ts';
import { createCacheClient } from './redis.ts';
import { RedisRun } from './redis-run.ts';

const random = seededRandom('cache race');

const key = { group: 'race', name: 'race' } as const;

const pick = (limit: number): number => Math.floor(random() * limit);

/** Gives the others their turn: mostly for a moment, sometimes for longer. */
const pause = (): Promise<unknown> =>
  random() < 0.7 ? new Promise((resolve) => setImmediate(resolve)) : delay(pick(8));

/** A database with one row, whose version every write raises, and the record of what has completed. */
class Row {
  #committed = 0;
  #completed = 0;
  readonly seen = { hit: 0, miss: 0, bypass: 0 };
  writes = 0;

  readonly load = async (): Promise<string> => {
    await pause();
    const version = this.#committed;
    await pause();
    return String(version);
  };

  async write(aside: CacheAside): Promise<void> {
    await pause();
    this.#committed += 1;
    const version = this.#committed;
    await pause();
    await aside.invalidate([key.group]);
    this.#completed = Math.max(this.#completed, version);
    this.writes += 1;
  }

  async read(aside: CacheAside): Promise<void> {
    const floor = this.#completed;
    const { result, value } = await aside.read(key, this.load);
    this.seen[result] += 1;
    assert(
      Number(value) >= floor,
      `a ${result} of version ${value}, though the write of version ${floor} had completed`,
    );
  }
}

/** How often each of them has to have happened before a race is over. */
type Goal = Partial<Row['seen'] & { readonly writes: number }>;

/** Lets readers and writers of each process loose until they have done enough; the first failure stops all of them. */
async function race(
  row: Row,
  asides: readonly CacheAside[],
  { hit = 0, miss = 0, bypass = 0, writes = 0 }: Goal,
  disturb?: () => Promise<unknown>,
): Promise<void> {
  const failures: unknown[] = [];
  const isOver = (): boolean =>
    row.seen.hit >= hit && row.seen.miss >= miss && row.seen.bypass >= bypass && row.writes >= writes;
  const repeat = async (action: () => Promise<unknown>): Promise<void> => {
    while (failures.length === 0 && !isOver()) {
      await action().catch((error: unknown) => failures.push(error));
      await pause();
    }
  };
  const writeAndRest = async (aside: CacheAside): Promise<void> => {
    await row.write(aside);
    await delay(pick(12));
  };
  const runners = asides.flatMap((aside) => [
    ...Array.from({ length: 8 }, () => repeat(() => row.read(aside))),
    repeat(() => writeAndRest(aside)),
  ]);
  await Promise.all([...runners, ...(disturb ? [repeat(disturb)] : [])]);
  if (failures.length > 0) throw failures[0];
}

describe('CacheAside: no read is older than the last write that had completed before it', function races() {
  needs('cache');
  this.timeout(30_000);
  let cache: TestCache;
  let proxy: FaultProxy;
  const clients: Redis[] = [];

  before(async () => {
    cache = await createTestCache();
    proxy = await FaultProxy.start(cache.url);
  });
  after(async () => {
    await proxy?.close();
    await cache?.release();
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.disconnect();
    await proxy.pass();
  });

  const connect = async (): Promise<Redis> => {
    const client = createCacheClient({ url: proxy.url }, silentLog);
    clients.push(client);
    await client.connect();
    return client;
  };

  /** On a machine that is so busy that Redis seems away to one of several, their exception would apply. */
  const connectPatiently = async (): Promise<Redis> => {
    const client = await connect();
    client.options.commandTimeout = 20_000;
    return client;
  };

  /** As if in a process of its own, which has found Redis. */
  const createAside = async (connected = connect()): Promise<CacheAside> => {
    const client = await connected;
    const namespace = new RedisRun(client);
    await eventually('Redis is known', () => namespace.current !== undefined);
    return new CacheAside({ client, ttlSeconds: 1 }, namespace);
  };

  it('with several processes', async () => {
    const row = new Row();
    const asides = await Promise.all([1, 2, 3].map(() => createAside(connectPatiently())));
    await race(row, asides, { hit: 1_000, miss: 1_000, writes: 200 });
  });

  it('with keys that vanish at any time', async () => {
    const row = new Row();
    const asides = await Promise.all([1, 2].map(() => createAside(connectPatiently())));
    await race(row, asides, { hit: 1_000, miss: 1_000, writes: 200 }, async () => {
      await delay(pick(20));
      const keys = await cache.admin.keys('*');
      await cache.admin.del(keys[pick(keys.length)] ?? '');
    });
  });

  it('with a Redis that fails in every way', async () => {
    const row = new Row();
    const faults = [
      async () => proxy.hang(),
      async () => proxy.cutAll(),
      () => proxy.refuse(),
      async () => proxy.delay(pick(30)),
    ];
    await race(row, [await createAside()], { hit: 500, bypass: 500, writes: 200 }, async () => {
      await delay(pick(150));
      await faults[pick(faults.length)]?.();
      await delay(pick(40));
      await proxy.pass();
    });
  });

  it('with a Redis that is replaced by another, in which old entries are', async () => {
    const row = new Row();
    const namespace = { current: 'ztr:cache:0:' };
    const client = await connectPatiently();
    const asides = [1, 2].map(() => new CacheAside({ client, ttlSeconds: 1 }, namespace));
    await race(row, asides, { hit: 1_000, writes: 200 }, async () => {
      await delay(pick(60));
      namespace.current = `ztr:cache:${random()}:`;
    });
  });
});

import assert from 'node:assert/strict';
import type { Redis } from 'ioredis';
import { createTestCache, type TestCache } from './test-support/caches.ts';
import { eventually } from './test-support/eventually.ts';
import { FaultProxy } from './test-support/fault-proxy.ts';
import { silentLog } from './test-support/log.ts';
import { needs } from './test-support/services.ts';
import { CacheAside } from './cache.ts';
import { createCacheClient } from './redis.ts';
import { keyPrefix } from '@app/contract/cache-keys';
import { RedisRun } from './redis-run.ts';

const key = { group: 'things', name: 'thing' } as const;

describe('CacheAside', () => {
  needs('cache');
  let cache: TestCache;
  let proxy: FaultProxy;
  let client: Redis;
  let aside: CacheAside;
  let loads: number;
  let value: string;

  before(async () => {
    cache = await createTestCache();
  });
  after(() => cache?.release());

  beforeEach(async () => {
    await cache.admin.flushdb();
    proxy = await FaultProxy.start(cache.url);
    client = createCacheClient({ url: proxy.url }, silentLog);
    const namespace = new RedisRun(client);
    aside = new CacheAside({ client, ttlSeconds: 30 }, namespace);
    await client.connect();
    await eventually('Redis is known', () => namespace.current !== undefined);
    loads = 0;
    value = 'one';
  });

  afterEach(async () => {
    client.disconnect();
    await proxy.close();
  });

  const load = async (): Promise<string> => {
    loads += 1;
    return value;
  };

  const read = () => aside.read(key, load);

  const becomes = (result: string) => eventually(`a ${result}`, async () => (await read()).result === result);

  const keys = async (): Promise<string[]> => (await cache.admin.keys('*')).toSorted();

  /** What is stored for the key, generation included; the key of the generation comes before it. */
  const stored = async (): Promise<string | null> => cache.admin.get((await keys()).at(-1) ?? '');

  it('misses, then hits without loading', async () => {
    assert.deepEqual(await read(), { result: 'miss', value: 'one' });
    await becomes('hit');
    const before = loads;
    assert.deepEqual(await read(), { result: 'hit', value: 'one' });
    assert.equal(loads, before);
  });

  it('keeps an empty value and one that is not ASCII', async () => {
    for (value of ['', 'Größe 🙂\n"']) {
      await aside.invalidate([key.group]);
      await becomes('hit');
      assert.equal((await read()).value, value);
    }
  });

  it('writes only keys with the prefix of the application, all of which expire', async () => {
    await becomes('hit');
    const written = await keys();
    assert.equal(written.length, 2);
    for (const each of written) {
      assert(each.startsWith(keyPrefix));
      const ttl = await cache.admin.ttl(each);
      assert(ttl > 0 && ttl <= 600, `${each} lives for ${ttl} s`);
    }
  });

  it('loads anew once what it had is invalidated', async () => {
    await becomes('hit');
    value = 'two';
    await aside.invalidate([key.group]);
    assert.deepEqual(await read(), { result: 'miss', value: 'two' });
  });

  it('keeps groups apart', async () => {
    await becomes('hit');
    await aside.invalidate(['other']);
    assert.equal((await read()).result, 'hit');
  });

  it('loads once for all who miss at the same time', async () => {
    const results = await Promise.all(Array.from({ length: 50 }, read));
    assert.equal(loads, 1);
    assert.deepEqual(new Set(results.map(({ result }) => result)), new Set(['miss']));
  });

  it('does not share a load that began before a write with who asks after it', async () => {
    const slow = Promise.withResolvers<string>();
    const early = aside.read(key, () => slow.promise);
    await eventually('the load has begun', async () => (await keys()).length === 1);
    await aside.invalidate([key.group]);
    value = 'two';
    assert.deepEqual(await read(), { result: 'miss', value: 'two' });
    slow.resolve('one');
    assert.equal((await early).value, 'one');
    await eventually('it was stored', async () => (await stored())?.endsWith('one') ?? false);
    assert.equal((await read()).value, 'two', 'what was stored late does not count');
  });

  it("passes on the load's error, and does not cache it", async () => {
    const error = new Error('not found');
    await assert.rejects(
      aside.read(key, () => Promise.reject(error)),
      error,
    );
    assert.deepEqual(await read(), { result: 'miss', value: 'one' });
  });

  it('survives that keys vanish or are not what it wrote', async () => {
    await becomes('hit');
    for (const entry of ['', 'x', 'x'.repeat(100)]) {
      await becomes('hit');
      await cache.admin.set((await keys()).at(-1) ?? '', entry);
      assert.deepEqual(await read(), { result: 'miss', value: 'one' });
    }
    await cache.admin.flushdb();
    assert.equal((await read()).result, 'miss');
    for (const each of await keys()) await cache.admin.del(each).then(() => cache.admin.lpush(each, 'a list'));
    assert.equal((await read()).value, 'one');
  });

  for (const garbage of ['garbage{', '', 'x'.repeat(15), 'x'.repeat(17), '{"id":1}{"id":2}']) {
    it(`takes the generation ${JSON.stringify(garbage)} for none, and begins another`, async () => {
      await becomes('hit');
      const generation = (await keys()).find((each) => each.includes('generation')) ?? '';
      await cache.admin.set(generation, garbage);
      assert.deepEqual(await read(), { result: 'miss', value: 'one' });
      await becomes('hit');
      assert.equal((await read()).value, 'one');
    });
  }

  it('takes an entry that was cut or made longer for a miss', async () => {
    for (const damage of [(text: string) => text.slice(0, -1), (text: string) => `${text}!`]) {
      await becomes('hit');
      const entry = (await keys()).at(-1) ?? '';
      await cache.admin.set(entry, damage((await stored()) ?? ''));
      assert.deepEqual(await read(), { result: 'miss', value: 'one' });
    }
  });

  describe('bypasses Redis', () => {
    it('when it refuses, with one load at a time and one more for all who wait', async () => {
      await becomes('hit');
      await proxy.refuse();
      await eventually('the loss is noticed', () => client.status !== 'ready');
      loads = 0;
      const results = await Promise.all(Array.from({ length: 50 }, read));
      assert.deepEqual(new Set(results.map(({ result }) => result)), new Set(['bypass']));
      assert.equal(loads, 2);
      await proxy.pass();
      await becomes('hit');
    });

    it('when it is silent, for which a request pays once', async () => {
      await becomes('hit');
      proxy.hang();
      assert.deepEqual(await read(), { result: 'bypass', value: 'one' });
      // Each would wait half a second for it; together they would exceed the test's time-out.
      for (let times = 0; times < 40; times += 1) assert.equal((await read()).result, 'bypass');
      await proxy.pass();
      await becomes('hit');
    });

    it('when it is too slow', async () => {
      await becomes('hit');
      proxy.delay(400);
      assert.deepEqual(await read(), { result: 'bypass', value: 'one' });
      await proxy.pass();
      await becomes('hit');
    });

    it('when the connection is cut in the middle', async () => {
      await becomes('hit');
      proxy.hang();
      const answer = read();
      setImmediate(() => proxy.cutAll());
      assert.deepEqual(await answer, { result: 'bypass', value: 'one' });
      await proxy.pass();
      await becomes('hit');
    });

    it('when it takes no more writes', async () => {
      value = 'two';
      client.set = () => Promise.reject(new Error("OOM command not allowed when used memory > 'maxmemory'."));
      assert.deepEqual(await read(), { result: 'bypass', value: 'two' });
    });
  });

  describe('when an invalidation fails', () => {
    for (const fault of ['refuse', 'hang'] as const) {
      it(`never serves what is stale, and finds back by itself (${fault})`, async () => {
        await becomes('hit');
        await proxy[fault]();
        value = 'two';
        await aside.invalidate([key.group]);
        assert.deepEqual(await read(), { result: 'bypass', value: 'two' });
        await proxy.pass();
        await becomes('hit');
        assert.equal((await read()).value, 'two');
      });
    }

    it('does not make later writers wait', async () => {
      await becomes('hit');
      proxy.hang();
      await aside.invalidate([key.group]);
      // Each would wait half a second for it; together they would exceed the test's time-out.
      for (let times = 0; times < 40; times += 1) await aside.invalidate([`group ${times}`]);
    });
  });

  it('starts anew when Redis has been replaced, even by one that still has old entries', async () => {
    const namespace: { current: string | undefined } = { current: `${keyPrefix}cache:one:` };
    const replaced = new CacheAside({ client, ttlSeconds: 30 }, namespace);
    const readReplaced = () => replaced.read(key, load);
    await eventually('it hits', async () => (await readReplaced()).result === 'hit');
    value = 'two';
    const meanwhile = readReplaced();
    namespace.current = `${keyPrefix}cache:two:`;
    assert.deepEqual(await meanwhile, { result: 'bypass', value: 'two' });
    assert.deepEqual(await readReplaced(), { result: 'miss', value: 'two' });
  });
});

import assert from 'node:assert/strict';
import type { Redis } from 'ioredis';
import { createCacheClient } from '../redis.ts';
import { createTestCache, type TestCache } from '../test-support/caches.ts';
import { eventually } from '../test-support/eventually.ts';
import { FaultProxy } from '../test-support/fault-proxy.ts';
import { silentLog } from '../test-support/log.ts';
import { needs } from '../test-support/services.ts';
import { BatchedRedisStore } from './rate-limit.ts';

const minute = 60_000;

describe('BatchedRedisStore', () => {
  needs('cache');

  let testCache: TestCache;
  let proxy: FaultProxy;
  let near: Redis;
  let far: Redis;
  /** Stands still, so that no test runs into the next window. */
  let now: number;

  before(async () => {
    testCache = await createTestCache();
    proxy = await FaultProxy.start(testCache.url);
    near = createCacheClient({ url: proxy.url }, silentLog);
    far = createCacheClient({ url: testCache.url }, silentLog);
    await Promise.all([near.connect(), far.connect()]);
  });

  after(async () => {
    near.disconnect();
    far.disconnect();
    await proxy.close();
    await testCache.release();
  });

  beforeEach(async () => {
    now = Date.now();
    await testCache.admin.flushdb();
  });

  const store = (redis: Redis) => new BatchedRedisStore(redis, minute, 'hits', () => now);

  it('counts at once, and each caller for itself', () => {
    const counter = store(near);
    assert.deepEqual([counter.hit('a'), counter.hit('a'), counter.hit('b')], [1, 2, 1]);
    assert(counter.windowEndsIn > 0 && counter.windowEndsIn <= minute);
  });

  it('counts together with other processes', async () => {
    const one = store(near);
    const other = store(far);
    for (let count = 0; count < 10; count += 1) one.hit('a');
    await eventually('the other hears of it', () => other.hit('a') > 10);
  });

  it('leaves nothing in Redis for longer than needed', async () => {
    store(far).hit('a');
    await eventually('the key', async () => (await testCache.admin.dbsize()) === 1);
    const ttl = await testCache.admin.pttl((await testCache.admin.keys('*'))[0] ?? '');
    assert(ttl > 0 && ttl <= minute);
  });

  it('goes on by itself while Redis is away, loses no hit, and tells them later', async () => {
    const counter = store(near);
    await proxy.refuse();
    await eventually('the loss', () => near.status !== 'ready');
    for (let count = 1; count <= 20; count += 1) assert.equal(counter.hit('a'), count);
    await proxy.pass();
    const other = store(far);
    await eventually('the other hears of them', () => {
      counter.hit('a');
      return other.hit('a') > 20;
    });
  });

  it('begins anew with each window', () => {
    const counter = store(near);
    assert.deepEqual([counter.hit('a'), counter.hit('a')], [1, 2]);
    now += counter.windowEndsIn - 1;
    assert.equal(counter.hit('a'), 3);
    now += 1;
    assert.equal(counter.hit('a'), 1);
    assert.equal(counter.windowEndsIn, minute);
  });

  it('bounds what it remembers', () => {
    const counter = store(near);
    for (let caller = 0; caller < 10_000; caller += 1) counter.hit(String(caller));
    assert.deepEqual([counter.hit('one more'), counter.hit('one more')], [1, 1]);
    assert.equal(counter.hit('1'), 2);
  });
});

import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { createTestCache, type TestCache } from './test-support/caches.ts';
import { eventually } from './test-support/eventually.ts';
import { FaultProxy } from './test-support/fault-proxy.ts';
import { silentLog } from './test-support/log.ts';
import { needs } from './test-support/services.ts';
import { createCacheClient } from './redis.ts';
import { generationKey } from './cache.ts';
import { Invalidations } from './cache.ts';

const namespace = { current: 'ztr:cache:test:' };

describe('Invalidations', () => {
  needs('cache');
  let cache: TestCache;
  let proxy: FaultProxy;
  let client: Redis;

  before(async () => {
    cache = await createTestCache();
  });
  after(() => cache?.release());

  beforeEach(async () => {
    await cache.admin.flushdb();
    proxy = await FaultProxy.start(cache.url);
    client = createCacheClient({ url: proxy.url }, silentLog);
    await client.connect();
  });

  afterEach(async () => {
    client.disconnect();
    await proxy.close();
  });

  const generation = (group: string) => cache.admin.get(generationKey(namespace.current, group));

  const lose = async (): Promise<void> => {
    await proxy.refuse();
    await eventually('the loss is noticed', () => client.status !== 'ready');
  };

  it('gives every group a new generation that expires', async () => {
    const invalidations = new Invalidations({ client, namespace, ttlSeconds: 1 });
    await invalidations.invalidate(['a', 'b']);
    const first = [await generation('a'), await generation('b')];
    assert.match(first[0] ?? '', /^[\w-]{16}$/);
    assert.notEqual(first[0], first[1]);
    await invalidations.invalidate(['a']);
    assert.notEqual(await generation('a'), first[0]);
    assert.equal(await generation('b'), first[1]);
    assert((await cache.admin.ttl(generationKey(namespace.current, 'a'))) > 1);
    assert(invalidations.isClean);
  });

  it('is not clean from a failure on until all that failed has been repeated', async () => {
    const invalidations = new Invalidations({ client, namespace, ttlSeconds: 1 });
    await lose();
    await invalidations.invalidate(['a']);
    await invalidations.invalidate(['b', 'c']);
    assert(!invalidations.isClean);
    await proxy.pass();
    await eventually('it is clean', () => invalidations.isClean);
    for (const group of ['a', 'b', 'c']) assert(await generation(group), group);
  });

  it('repeats what comes while it repeats, also for a group that is on its way already', async () => {
    const invalidations = new Invalidations({ client, namespace, ttlSeconds: 1 });
    await lose();
    await invalidations.invalidate(['a']);
    await proxy.pass();
    proxy.delay(100);
    await eventually('the server has it, but we do not know yet', async () => (await generation('a')) !== null);
    const first = await generation('a');
    await invalidations.invalidate(['a']);
    assert(!invalidations.isClean);
    await proxy.pass();
    await eventually('it is clean', () => invalidations.isClean);
    assert.notEqual(await generation('a'), first);
  });

  it('waits until every entry has expired when it had more to remember than it may', async () => {
    const waits: number[] = [];
    const wait = async (ms: number): Promise<void> => {
      waits.push(ms);
      await setImmediate();
    };
    const limits = { maxPending: 3, maxFillMs: 100, wait };
    const invalidations = new Invalidations({ client, namespace, ttlSeconds: 60 }, limits);
    await lose();
    for (let index = 0; index < 5; index += 1) await invalidations.invalidate([`group ${index}`]);
    await proxy.pass();
    await eventually('Redis is back', () => client.status === 'ready');
    await invalidations.invalidate(['later']);
    await eventually('it is clean', () => invalidations.isClean);
    assert.equal(waits.filter((ms) => ms === 60_100).length, 1, 'an entry can have survived');
    assert(await generation('later'));
  });

  it('ends the generation again where Redis was replaced meanwhile', async () => {
    const replaced = { current: 'ztr:cache:one:' };
    const invalidations = new Invalidations({ client, namespace: replaced, ttlSeconds: 1 });
    const done = invalidations.invalidate(['a']);
    replaced.current = 'ztr:cache:two:';
    await done;
    assert(await cache.admin.get(generationKey('ztr:cache:two:', 'a')));
  });
});

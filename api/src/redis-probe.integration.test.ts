import assert from 'node:assert/strict';
import { classifyError } from '@zero-to-running/health/server/classify';
import type { Probe } from '@zero-to-running/health/server/probe';
import { createTestCache, type TestCache } from './test-support/caches.ts';
import { eventually } from './test-support/eventually.ts';
import { FaultProxy } from './test-support/fault-proxy.ts';
import { silentLog } from './test-support/log.ts';
import { needs } from './test-support/services.ts';
import { type CacheClient, createCacheClient } from './redis.ts';
import { createCacheProbe } from './redis-probe.ts';

describe('the probe of the cache', () => {
  needs('cache');
  let cache: TestCache;
  let proxy: FaultProxy;
  let client: CacheClient;
  let probe: Probe;
  let changes: number;

  before(async () => {
    cache = await createTestCache();
  });
  after(() => cache?.release());

  beforeEach(async () => {
    proxy = await FaultProxy.start(cache.url);
    client = createCacheClient({ url: proxy.url }, silentLog);
    probe = createCacheProbe(client);
    changes = 0;
    probe.onChange?.(() => (changes += 1));
  });

  afterEach(async () => {
    await probe.close?.();
    client.disconnect();
    await proxy.close();
  });

  const check = (ms = 2_000) => probe.check(AbortSignal.timeout(ms));

  const reason = async (ms?: number) =>
    classifyError(
      await check(ms).then(
        () => assert.fail('the probe is content'),
        (error: unknown) => error,
      ),
    );

  it('is called cache and is not critical', () => assert.deepEqual([probe.name, probe.critical], ['cache', false]));

  it('connects with its first check, by the one connection there is', async () => {
    await check();
    await check();
    assert.equal(proxy.connections, 1);
  });

  it('tells a refused connection, also at the very start, and finds back by itself', async () => {
    await proxy.refuse();
    assert.equal(await reason(), 'refused');
    assert.equal(await reason(), 'refused');
    await proxy.pass();
    await eventually('it is back', () =>
      check(100).then(
        () => true,
        () => false,
      ),
    );
  });

  it('tells a wrong password', async () => {
    const url = new URL(cache.url);
    url.username = 'nobody';
    url.password = 'wrong';
    const refused = createCacheClient({ url: url.href }, silentLog);
    const error: unknown = await createCacheProbe(refused)
      .check(AbortSignal.timeout(2_000))
      .catch((each: unknown) => each);
    refused.disconnect();
    assert.equal(classifyError(error), 'auth');
  });

  it('gives up on a silent server when it is told to', async () => {
    await check();
    proxy.hang();
    for (let times = 0; times < 3; times += 1) assert.equal(await reason(30), 'timeout');
    await proxy.pass();
    await eventually('it is content again', () =>
      check(100).then(
        () => true,
        () => false,
      ),
    );
  });

  it('gives up when it is told to before there is a connection', async () => {
    proxy.hang();
    const mine = new Error('enough');
    const controller = new AbortController();
    const checked = assert.rejects(probe.check(controller.signal), mine);
    controller.abort(mine);
    await checked;
    await assert.rejects(probe.check(AbortSignal.abort(mine)), mine);
  });

  it('calls back once for a loss, and once for the recovery', async () => {
    await check();
    assert.equal(changes, 1);
    await proxy.refuse();
    await eventually('it calls back', () => changes === 2);
    assert.equal(await reason(), 'refused');
    await eventually('it has tried in vain', () => client.status === 'reconnecting');
    assert.equal(changes, 2);
    await proxy.pass();
    await eventually('it calls back again', () => changes === 3);
    await check();
  });

  it('tells that writes are refused, which a ping does not', async () => {
    const user = `probe-${process.pid}`;
    await cache.admin.call('ACL', 'SETUSER', user, 'on', '>secret', '~*', '+@all', '-set');
    const url = new URL(cache.url);
    url.username = user;
    url.password = 'secret';
    const restricted = createCacheClient({ url: url.href }, silentLog);
    const error: unknown = await createCacheProbe(restricted)
      .check(AbortSignal.timeout(2_000))
      .catch((each: unknown) => each);
    assert.equal(await restricted.ping(), 'PONG');
    restricted.disconnect();
    await cache.admin.call('ACL', 'DELUSER', user);
    assert.match(String(error), /NOPERM/);
  });

  it("counts the application's own commands where most of them fail", async () => {
    await check();
    await client.set('list', 'text');
    await Promise.allSettled(Array.from({ length: 5 }, () => client.lpush('list', 'x')));
    await assert.rejects(check(), /WRONGTYPE/);
    await check();
  });

  it('leaves nothing behind that does not expire', async () => {
    await cache.admin.flushdb();
    await check();
    const keys = await cache.admin.keys('*');
    assert.equal(keys.length, 1);
    const ttl = await cache.admin.ttl(keys[0] ?? '');
    assert(ttl > 0 && ttl <= 60);
  });
});

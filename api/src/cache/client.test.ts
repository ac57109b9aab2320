import assert from 'node:assert/strict';
import type { Redis } from 'ioredis';
import { createTestCache, type TestCache } from '../test-support/caches.ts';
import { eventually } from '../test-support/eventually.ts';
import { FaultProxy } from '../test-support/fault-proxy.ts';
import { type CapturedLog, captureLog } from '../test-support/log.ts';
import { needs } from '../test-support/services.ts';
import { createCacheClient, reconnectDelay } from './client.ts';

describe('the client of Redis', () => {
  needs('cache');
  let cache: TestCache;
  let proxy: FaultProxy;
  let captured: CapturedLog;
  let client: Redis;

  before(async () => {
    cache = await createTestCache();
  });
  after(() => cache?.release());

  beforeEach(async () => {
    proxy = await FaultProxy.start(cache.url);
    captured = captureLog();
    client = createCacheClient({ url: proxy.url }, captured.log);
  });

  afterEach(async () => {
    client.disconnect();
    await proxy.close();
  });

  /** Milliseconds until a command fails. */
  const failsAfter = async (): Promise<number> => {
    const start = performance.now();
    await assert.rejects(client.get('x'));
    return performance.now() - start;
  };

  const isFast = async (): Promise<boolean> => (await failsAfter()) < 100;

  it('does not connect by itself, and keeps the limits that were asked for', () => {
    assert.equal(client.status, 'wait');
    const { maxRetriesPerRequest, enableOfflineQueue, enableAutoPipelining } = client.options;
    assert.deepEqual([maxRetriesPerRequest, enableOfflineQueue, enableAutoPipelining], [3, false, true]);
  });

  it('fails at once while there is no connection', async () => {
    await proxy.refuse();
    await client.connect().catch(() => {});
    assert(await isFast());
    assert(await isFast());
  });

  it('reconnects by itself, and logs the loss and the recovery once each', async () => {
    await client.connect();
    await proxy.refuse();
    await eventually(
      'it has tried a few times',
      () => client.status === 'reconnecting' && captured.messages.length > 0,
    );
    for (let times = 0; times < 3; times += 1) await assert.rejects(client.get('x'));
    await proxy.pass();
    await eventually('it is back', () => client.status === 'ready');
    await client.set('x', '1', 'EX', 10);
    assert.deepEqual(captured.messages, ['Lost cache; reconnecting', 'cache is back']);
  });

  it('fails what is under way when the connection is lost, and does not send it again', async () => {
    await client.connect();
    await client.set('counter', '0');
    proxy.hang();
    const increment = client.incr('counter');
    const start = performance.now();
    setImmediate(() => proxy.cutAll());
    await assert.rejects(increment);
    assert(performance.now() - start < 400, 'it does not wait for the time-out');
    await proxy.pass();
    await eventually('it is back', () => client.status === 'ready');
    assert.equal(await client.get('counter'), '0');
  });

  it('pays for a silent server once, then fails at once until that answers again', async () => {
    await client.connect();
    await client.set('x', '1');
    proxy.hang();
    const first = await Promise.all(Array.from({ length: 20 }, failsAfter));
    assert(Math.max(...first) < 1_500, `waited ${Math.max(...first)} ms`);
    for (let times = 0; times < 5; times += 1) assert(await isFast());
    await proxy.pass();
    await eventually('it is asked again', () =>
      client.get('x').then(
        (value) => value === '1',
        () => false,
      ),
    );
  });

  it('sends the probe its pings also then', async () => {
    await client.connect();
    proxy.hang();
    await assert.rejects(client.get('x'));
    await proxy.pass();
    assert.equal(await client.ping(), 'PONG');
  });

  it('gives up a connection that stays silent', async () => {
    await client.connect();
    proxy.hang();
    await assert.rejects(client.get('x'));
    await eventually('it connects again', () => captured.messages.length === 1);
    assert.equal(captured.lines[0]?.['reason'], 'timeout');
    await proxy.pass();
    await eventually('it is back', () =>
      client.get('x').then(
        () => true,
        () => false,
      ),
    );
  }).timeout(20_000);

  it('logs nothing when it is disconnected on purpose', async () => {
    await client.connect();
    client.disconnect();
    await eventually('it has ended', () => client.status === 'end');
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(captured.messages, []);
  });

  it('never logs the password', async () => {
    const url = new URL(cache.url);
    url.username = 'default';
    url.password = 'hunter2';
    const refused = createCacheClient({ url: url.href }, captured.log);
    await refused.connect().catch(() => {});
    await refused.ping().catch(() => {});
    refused.disconnect();
    assert(!JSON.stringify(captured.lines).includes('hunter2'));
  });
});

describe('reconnectDelay', () => {
  it('doubles from 50 ms to 1 s, of which a random half', () => {
    for (const [index, ceiling] of [50, 100, 200, 400, 800, 1_000, 1_000].entries()) {
      const ms = reconnectDelay(index + 1);
      assert(ms >= ceiling / 2 && ms <= ceiling, `attempt ${index + 1}: ${ms} ms`);
    }
    assert(reconnectDelay(5_000) <= 1_000);
  });
});

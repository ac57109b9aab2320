import assert from 'node:assert/strict';
import type { Redis } from 'ioredis';
import { createTestCache, type TestCache } from './test-support/caches.ts';
import { eventually } from './test-support/eventually.ts';
import { FaultProxy } from './test-support/fault-proxy.ts';
import { type CapturedLog, captureLog } from './test-support/log.ts';
import { needs } from './test-support/services.ts';
import { CircuitOpenError } from './circuit.ts';
import { createCacheClient } from './redis.ts';

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

  /** From now on, a command that waits for the server's answer lasts longer than its test may. */
  const waitForEver = (): void => {
    client.options.commandTimeout = 600_000;
  };

  it('does not connect by itself, and keeps the limits that were asked for', () => {
    assert.equal(client.status, 'wait');
    const { maxRetriesPerRequest, enableOfflineQueue, enableAutoPipelining } = client.options;
    assert.deepEqual([maxRetriesPerRequest, enableOfflineQueue, enableAutoPipelining], [3, false, true]);
  });

  it('fails at once while there is no connection', async () => {
    await proxy.refuse();
    await client.connect().catch(() => {});
    waitForEver();
    await assert.rejects(client.get('x'));
    await assert.rejects(client.get('x'));
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
    waitForEver();
    const increment = client.incr('counter');
    setImmediate(() => proxy.cutAll());
    await assert.rejects(increment);
    await proxy.pass();
    await eventually('it is back', () => client.status === 'ready');
    assert.equal(await client.get('counter'), '0');
  });

  it('pays for a silent server once, then fails at once until that answers again', async () => {
    await client.connect();
    await client.set('x', '1');
    proxy.hang();
    await Promise.all(Array.from({ length: 20 }, () => assert.rejects(client.get('x'))));
    for (let times = 0; times < 5; times += 1) await assert.rejects(client.get('x'), CircuitOpenError);
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

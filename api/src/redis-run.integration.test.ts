import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { keyPrefix } from '@app/contract/cache-keys';
import { createTestCache } from './test-support/caches.ts';
import { eventually } from './test-support/eventually.ts';
import { FaultProxy } from './test-support/fault-proxy.ts';
import { silentLog } from './test-support/log.ts';
import { needs } from './test-support/services.ts';
import { createCacheClient } from './redis.ts';
import { RedisRun } from './redis-run.ts';

/** A server whose answers to INFO the test gives. */
class Server extends EventEmitter {
  status = 'wait';
  readonly answers: PromiseWithResolvers<string>[] = [];

  info(): Promise<string> {
    const answer = Promise.withResolvers<string>();
    this.answers.push(answer);
    return answer.promise;
  }

  connect(): void {
    this.status = 'ready';
    this.emit('ready');
  }
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('RedisRun', () => {
  let server: Server;
  let namespace: RedisRun;

  beforeEach(() => {
    server = new Server();
    namespace = new RedisRun(server);
  });

  it('has none before there is a connection', () => assert.equal(namespace.current, undefined));

  it("names the server's run once it is known", async () => {
    server.connect();
    assert.equal(namespace.current, undefined);
    server.answers[0]?.resolve('# Server\r\nredis_version:7.0.15\r\nrun_id:abc123\r\ntcp_port:6379\r\n');
    await settle();
    assert.equal(namespace.current, `${keyPrefix}cache:abc123:`);
  });

  it('has none from the moment the connection is lost, and another after another server', async () => {
    server.connect();
    server.answers[0]?.resolve('run_id:one');
    await settle();
    server.emit('close');
    assert.equal(namespace.current, undefined);
    server.connect();
    server.answers[1]?.resolve('run_id:two');
    await settle();
    assert.equal(namespace.current, `${keyPrefix}cache:two:`);
  });

  it('ignores an answer that comes after its connection was lost', async () => {
    server.connect();
    server.emit('close');
    server.answers[0]?.resolve('run_id:one');
    await settle();
    assert.equal(namespace.current, undefined);
  });

  it('asks again when the answer fails', async () => {
    server.connect();
    server.answers[0]?.reject(new Error('Command timed out'));
    await eventually('it asks again', () => server.answers.length === 2);
    server.answers[1]?.resolve('run_id:one');
    await settle();
    assert.equal(namespace.current, `${keyPrefix}cache:one:`);
  });

  for (const message of [
    "NOPERM this user has no permissions to run the 'info' command",
    "ERR unknown command 'INFO'",
  ]) {
    it(`is the same for every run where the server does not tell it: ${message}`, async () => {
      server.connect();
      server.answers[0]?.reject(new Error(message));
      await settle();
      assert.equal(namespace.current, `${keyPrefix}cache:any:`);
    });
  }

  describe('with Redis', () => {
    needs('cache');

    it('stays the same over reconnections to the same run', async () => {
      const cache = await createTestCache();
      const proxy = await FaultProxy.start(cache.url);
      const client = createCacheClient({ url: proxy.url }, silentLog);
      const real = new RedisRun(client);
      await client.connect();
      await eventually('it is known', () => real.current !== undefined);
      const first = real.current;
      assert.match(first ?? '', new RegExp(`^${keyPrefix}cache:[0-9a-f]{40}:$`));
      proxy.cutAll();
      await eventually('the connection is lost', () => real.current === undefined);
      await eventually('it is known again', () => real.current === first);
      client.disconnect();
      await proxy.close();
      await cache.release();
    });
  });
});

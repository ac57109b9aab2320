import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { healthPaths, healthReportSchema } from '@zero-to-running/health/contract/report';
import { Client } from 'pg';
import { migrate } from '../src/db/migrate.ts';
import { createTestCache, type TestCache } from '../src/test-support/caches.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../src/test-support/databases.ts';
import { eventually } from '../src/test-support/eventually.ts';
import { FaultProxy } from '../src/test-support/fault-proxy.ts';
import { silentLog } from '../src/test-support/log.ts';
import { needs } from '../src/test-support/services.ts';
import { type ApiProcess, startApiProcess } from './support/api-process.ts';

const nowhere = { DATABASE_URL: 'postgres://app:hunter2@127.0.0.1:1/app', REDIS_URL: 'redis://:hunter2@127.0.0.1:1' };

describe('start-up', function startUp() {
  this.timeout(30_000);

  let api: ApiProcess;

  afterEach(() => api.kill());

  it('lists what is wrong with the configuration, and exits with 78', async () => {
    api = startApiProcess({ PORT: 'http', DATABASE_URL: 'mysql://app:hunter2@localhost/app' });
    assert.deepEqual(await api.exit(), { code: 78, signal: null });
    const [first, title, ...faults] = api.stderr.trim().split('\n');
    assert.equal(first, 'The API cannot start.');
    assert.equal(title, '3 environment variables are wrong:');
    assert.deepEqual(
      faults.map((fault) => fault.trim().split(' ')[0]),
      ['PORT', 'DATABASE_URL', 'REDIS_URL'],
    );
    assert(!api.stderr.includes('hunter2'));
    assert.deepEqual(api.lines, []);
  });

  it('says that the port is taken, and exits with 1', async () => {
    const server: Server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    assert(address !== null && typeof address === 'object');
    api = startApiProcess({ ...nowhere, PORT: String(address.port) });
    assert.deepEqual(await api.exit(), { code: 1, signal: null });
    assert.match(api.stderr, new RegExp(`Port ${address.port} of 127\\.0\\.0\\.1 is taken by another process: .*PORT`));
    server.close();
  });

  it('tells its health while the database is away, and gives up at the deadline', async () => {
    api = startApiProcess({ ...nowhere, STARTUP_DEADLINE_MS: '2500' });
    const origin = await api.origin();
    const response = await fetch(origin + healthPaths.all);
    assert.equal(response.status, 503);
    assert.equal(healthReportSchema.parse(await response.json()).phase, 'starting');
    assert.equal((await fetch(origin + healthPaths.ready)).status, 503);
    const refused = await fetch(`${origin}/api/tasks`);
    assert.equal(refused.status, 503);
    assert.equal(refused.headers.get('retry-after'), '1');
    assert.deepEqual(await api.exit(), { code: 1, signal: null });
    assert.match(
      api.stderr,
      /Failed to connect to the database: The database 127\.0\.0\.1:1\/app refuses connections\. It is/,
    );
    assert(!JSON.stringify(api.lines).includes('hunter2') && !api.stderr.includes('hunter2'));
    const waits = api.lines.filter(({ msg }) => String(msg).startsWith('Waiting: '));
    assert.equal(waits.length, 1, 'once, and not for each attempt');
  });

  describe('with services', () => {
    needs('database', 'cache');

    let database: TestDatabase;
    let cache: TestCache;

    before(async () => {
      cache = await createTestCache();
    });

    after(() => cache.release());

    afterEach(() => database.drop());

    it('waits for the database, migrates it, and is ready', async () => {
      database = await createEmptyDatabase();
      const proxy = await FaultProxy.start(database.url);
      await proxy.refuse();
      api = startApiProcess({ DATABASE_URL: proxy.url, REDIS_URL: cache.url });
      const origin = await api.origin();
      assert.equal((await fetch(origin + healthPaths.ready)).status, 503);
      await proxy.pass();
      await api.ready();
      assert.equal((await fetch(`${origin}/api/tasks`)).status, 200);
      await eventually('all healthy', async () => (await fetch(origin + healthPaths.all)).status === 200);
      await api.kill();
      await proxy.close();
    });

    it('does not need Redis', async () => {
      database = await createTestDatabase();
      api = startApiProcess({ DATABASE_URL: database.url, REDIS_URL: nowhere.REDIS_URL });
      const origin = await api.ready();
      const tasks = await fetch(`${origin}/api/tasks`);
      assert.equal(tasks.status, 200);
      assert.equal(tasks.headers.get('x-cache'), 'bypass');
      await eventually('degraded', async () => {
        const { status } = healthReportSchema.parse(await (await fetch(origin + healthPaths.all)).json());
        return status === 'degraded';
      });
    });

    it('names the migration that does not fit the database, and exits with 1', async () => {
      database = await createTestDatabase();
      const client = new Client({ connectionString: database.url });
      await client.connect();
      await client.query("UPDATE migrations SET checksum = 'another' WHERE id = 1");
      await client.end();
      api = startApiProcess({ DATABASE_URL: database.url, REDIS_URL: cache.url });
      assert.deepEqual(await api.exit(), { code: 1, signal: null });
      assert.match(api.stderr, /^The API cannot start\.\nFailed to migrate the database: [^]*0001_tasks\.sql/);
    });

    it('where something else migrates, does not start before that is done', async () => {
      database = await createEmptyDatabase();
      const env = { DATABASE_URL: database.url, REDIS_URL: cache.url, MIGRATE_ON_START: 'verify' };
      api = startApiProcess(env);
      assert.deepEqual(await api.exit(), { code: 1, signal: null });
      assert.match(api.stderr, /Failed to check the migrations: [^]*0001_tasks\.sql is not applied: run the migrate/);
      await migrate({ url: database.url, lockDeadlineMs: 10_000 }, silentLog);
      api = startApiProcess(env);
      await api.ready();
    });

    it('says that the database rejects the credentials', async () => {
      database = await createTestDatabase();
      const url = new URL(database.url);
      url.username = 'nobody-of-this-name';
      api = startApiProcess({ DATABASE_URL: url.href, REDIS_URL: cache.url, STARTUP_DEADLINE_MS: '4000' });
      assert.deepEqual(await api.exit(), { code: 1, signal: null });
      assert.match(api.stderr, /rejects the credentials\. Compare the user and the password/);
    });
  });
});

import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { healthPaths } from '@zero-to-running/health/contract/report';
import { createTestCache, type TestCache } from '../src/test-support/caches.ts';
import { createTestDatabase, type TestDatabase } from '../src/test-support/databases.ts';
import { eventually } from '../src/test-support/eventually.ts';
import { needs } from '../src/test-support/services.ts';
import { type ApiProcess, startApiProcess } from './support/api-process.ts';
import { end, readEvents } from './support/event-reader.ts';
import { loadUntilRefused } from './support/load.ts';

/** A request whose body is not complete yet. */
const halfRequest = (origin: string) => {
  const body = JSON.stringify({ title: 'Slowly' });
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  socket.on('error', () => {});
  socket.write(
    `POST /api/tasks HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`,
  );
  socket.write(body.slice(0, 5));
  return { answer: readText(socket).catch(() => ''), finish: () => socket.write(body.slice(5)) };
};

describe('shutdown', function shutdown() {
  this.timeout(40_000);
  needs('database', 'cache');

  let database: TestDatabase;
  let cache: TestCache;
  let api: ApiProcess;

  const start = (env: Record<string, string> = {}, nodeArgs: string[] = []): ApiProcess => {
    const all = { DATABASE_URL: database.url, REDIS_URL: cache.url, RATE_LIMIT_PER_MINUTE: '0', ...env };
    api = startApiProcess(all, nodeArgs);
    return api;
  };

  before(async () => {
    database = await createTestDatabase();
    cache = await createTestCache();
  });

  after(async () => {
    await Promise.all([database.drop(), cache.release()]);
  });

  afterEach(() => api.kill());

  it('fails not one accepted request under load', async () => {
    const origin = await start({ NODE_ENV: 'production', AUTH: 'off' }).ready();
    const load = loadUntilRefused(origin, 20);
    await eventually('load', () => api.lines.filter(({ msg }) => msg === 'Request').length > 200);
    api.signal('SIGTERM');
    const { statuses, errors } = await load;
    assert.deepEqual(errors, []);
    assert.deepEqual(new Set(statuses), new Set([200, 201]));
    assert.deepEqual(await api.exit(), { code: 0, signal: null });
    assert.equal(api.stderr, '');
    assert.deepEqual(
      api.lines.filter(({ level }) => level !== 'info'),
      [],
    );
  });

  it('turns traffic away at once, and serves meanwhile', async () => {
    const origin = await start({ NODE_ENV: 'production', AUTH: 'off' }).ready();
    api.signal('SIGTERM');
    await eventually('not ready', async () => (await fetch(origin + healthPaths.ready)).status === 503);
    assert.equal((await fetch(`${origin}/api/tasks`)).status, 200);
    assert.deepEqual(await api.exit(), { code: 0, signal: null });
  });

  it('waits for a request whose body is still coming', async () => {
    const origin = await start().ready();
    const { answer, finish } = halfRequest(origin);
    await fetch(origin + healthPaths.live);
    api.signal('SIGTERM');
    await eventually('it does not listen', () =>
      fetch(origin + healthPaths.live).then(
        () => false,
        () => true,
      ),
    );
    finish();
    const text = await answer;
    assert.match(text, /^HTTP\/1\.1 201 /);
    assert.match(text, /^Connection: close\r$/m);
    assert.deepEqual(await api.exit(), { code: 0, signal: null });
  });

  it('tells the readers of the stream before it leaves them', async () => {
    const reader = await readEvents((await start().ready()) + healthPaths.stream);
    api.signal('SIGINT');
    await end(reader);
    const last = reader.events.at(-1);
    assert.equal(last?.phase, 'draining');
    assert.deepEqual(await api.exit(), { code: 0, signal: null });
  });

  it('writes the metrics that are left', async () => {
    const env = { HEALTH_METRICS: 'emf', HEALTH_METRICS_ENVIRONMENT: 'test', LOG_LEVEL: 'info' };
    const origin = await start(env).ready();
    await eventually('it is healthy', async () => (await fetch(origin + healthPaths.all)).status === 200);
    api.signal('SIGTERM');
    assert.deepEqual(await api.exit(), { code: 0, signal: null });
    const metrics = api.lines.filter((line) => '_aws' in line);
    assert.deepEqual(
      metrics.map((line) => [line['Environment'], line['Service'], Array.isArray(line['Healthy'])]),
      ['api', 'database', 'cache'].map((service) => ['test', service, true]),
    );
    assert(metrics.every(({ Healthy }) => Array.isArray(Healthy) && Healthy.includes(1)));
  });

  it('takes signals that come together for one, as those of a terminal and of a launcher do', async () => {
    const origin = await start().ready();
    const { answer, finish } = halfRequest(origin);
    await fetch(origin + healthPaths.live);
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGTERM'] as const) api.signal(signal);
    await eventually('the first', () => api.lines.some(({ msg }) => String(msg).startsWith('Shutting down')));
    finish();
    assert.match(await answer, /^HTTP\/1\.1 201 /);
    assert.deepEqual(await api.exit(), { code: 0, signal: null });
    assert(!api.lines.some(({ level }) => level === 'warn'));
  });

  it('exits at once at a later signal', async () => {
    const origin = await start().ready();
    const { answer } = halfRequest(origin);
    await fetch(origin + healthPaths.live);
    api.signal('SIGTERM');
    await eventually('it exits', () => {
      api.signal('SIGTERM');
      return api.lines.some(({ msg }) => msg === 'Exiting at once');
    });
    assert.deepEqual(await api.exit(), { code: 143, signal: null });
    assert.equal(await answer, '');
  });

  it('ends also while it still waits for the database', async () => {
    await start({ DATABASE_URL: 'postgres://127.0.0.1:1/nothing' }).origin();
    api.signal('SIGTERM');
    assert.deepEqual(await api.exit(), { code: 0, signal: null });
  });

  for (const [what, code] of Object.entries({
    'a rejection that nobody handles': 'setTimeout(() => Promise.reject(new Error("boom")), 2000)',
    'an error that nobody catches': 'setTimeout(() => { throw new Error("boom") }, 2000)',
  })) {
    it(`logs ${what} and exits with 1`, async () => {
      start({}, ['--import', `data:text/javascript,${encodeURIComponent(code)}`]);
      await api.origin();
      assert.deepEqual(await api.exit(), { code: 1, signal: null });
      const fatal = api.lines.find(({ level }) => level === 'fatal');
      assert.equal(fatal?.['msg'], 'Uncaught error; exiting');
      assert.match(JSON.stringify(fatal), /boom/);
    });
  }
});

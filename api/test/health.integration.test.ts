import assert from 'node:assert/strict';
import {
  healthPaths,
  healthReportSchema,
  livenessSchema,
  overallStatus,
  readinessSchema,
  type ServiceHealth,
  serviceHealthSchema,
} from '@zero-to-running/health/contract/report';
import { healthHistorySchema } from '@zero-to-running/health/contract/history';
import { problemMediaType, problemSchema } from '@app/contract/problem';
import { Client } from 'pg';
import { eventually } from '../src/test-support/eventually.ts';
import { needs } from '../src/test-support/services.ts';
import { rawRequest } from './support/raw-request.ts';
import { startTestApi, type TestApi } from './support/test-api.ts';

const { live, ready, database, cache, all, stream, history } = healthPaths;

describe('health endpoints', () => {
  needs('database', 'cache');

  let api: TestApi;

  const report = async () => healthReportSchema.parse(await (await api.fetch(all)).json());

  const service = async (path: string): Promise<ServiceHealth> =>
    serviceHealthSchema.parse(await (await api.fetch(path)).json());

  const becomes = (path: string, status: string, error?: string) =>
    eventually(`${path} ${status} ${error}`, async () => {
      const found = await service(path);
      return found.status === status && found.error === error;
    });

  const samplesOf = async (name: string) =>
    healthHistorySchema.parse(await (await api.fetch(history)).json()).services[name]?.samples ?? [];

  /** Whether a sample was taken since a time that followed the one before it in less than an interval. */
  const sampledEarly = async (name: string, start: number): Promise<boolean> => {
    const times = (await samplesOf(name)).map(({ at }) => Date.parse(at));
    return times.some((time, index) => time > start && time - (times[index - 1] ?? 0) < 700);
  };

  before(async () => {
    api = await startTestApi();
  });

  after(() => api.close());

  beforeEach(async () => {
    await Promise.all([api.databaseProxy.pass(), api.cacheProxy.pass()]);
    await becomes(database, 'healthy');
    await becomes(cache, 'healthy');
  });

  it('tell of a healthy system, and forbid to store it', async () => {
    for (const path of [live, ready, database, cache, all, history]) {
      const response = await api.fetch(path);
      assert.equal(response.status, 200, path);
      assert.equal(response.headers.get('cache-control'), 'no-store', path);
      assert.equal(response.headers.get('content-type'), 'application/json', path);
      await response.arrayBuffer();
    }
    assert.deepEqual(livenessSchema.parse(await (await api.fetch(live)).json()), { status: 'ok' });
    assert.deepEqual(readinessSchema.parse(await (await api.fetch(ready)).json()), { ready: true, phase: 'ready' });
    const { status, phase, version, services } = await report();
    assert.deepEqual({ status, phase }, { status: 'ok', phase: 'ready' });
    assert.match(version, /^\d/);
    assert.deepEqual(Object.keys(services), ['api', 'database', 'cache']);
    for (const each of Object.values(services)) assert(each.status === 'healthy' && typeof each.latencyMs === 'number');
  });

  it('have a fresh report every second', async () => {
    const before = await report();
    const checkedAt = ({ services }: typeof before) => Date.parse(services['database']?.checkedAt ?? '');
    await eventually('another sample', async () => {
      const later = await report();
      return checkedAt(later) > checkedAt(before) && later.timestamp > before.timestamp;
    });
  });

  it('tell of a database that refuses connections, and of its return', async () => {
    await api.databaseProxy.refuse();
    await becomes(database, 'unhealthy', 'refused');
    const expected = { [live]: 200, [ready]: 200, [database]: 503, [cache]: 200, [all]: 503 };
    for (const [path, status] of Object.entries(expected)) {
      const response = await api.fetch(path);
      assert.equal(response.status, status, path);
      await response.arrayBuffer();
    }
    const found = await report();
    assert.equal(found.status, 'error');
    assert.equal(found.services['database']?.latencyMs, null);
    assert.equal(overallStatus(Object.values(found.services)), found.status);
    const refusedSince = found.services['database']?.since ?? '';

    await api.databaseProxy.pass();
    await becomes(database, 'healthy');
    assert((await service(database)).since > refusedSince);
    const { services } = healthHistorySchema.parse(await (await api.fetch(history)).json());
    const changes = services['database']?.changes ?? [];
    assert.deepEqual(
      changes.slice(-2).map(({ status, error }) => ({ status, error })),
      [
        { status: 'unhealthy', error: 'refused' },
        { status: 'healthy', error: undefined },
      ],
    );
    assert.equal(changes.at(-2)?.at, refusedSince);
  });

  it('tell of a database that hangs, without hanging themselves', async () => {
    api.databaseProxy.hang();
    await becomes(database, 'unhealthy', 'timeout');
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => api.fetch(all, { signal: AbortSignal.timeout(5_000) })),
    );
    for (const { status } of answers) assert.equal(status, 503);
  });

  it('tell of a cache that is away or hangs as degraded', async () => {
    await api.cacheProxy.refuse();
    await becomes(cache, 'unhealthy', 'refused');
    assert.equal((await api.fetch(cache)).status, 503);
    assert.equal((await api.fetch(all)).status, 200);
    assert.equal((await report()).status, 'degraded');
    await api.cacheProxy.pass();
    await becomes(cache, 'healthy');
    api.cacheProxy.hang();
    await becomes(cache, 'unhealthy', 'timeout');
    assert.equal((await report()).status, 'degraded');
  });

  it('tell of a pool without a free connection', async () => {
    const held = await Promise.all(Array.from({ length: 10 }, () => api.pool.connect()));
    const waiting = api.pool.connect();
    await becomes(database, 'unhealthy', 'exhausted');
    for (const client of held) client.release();
    (await waiting).release();
    await becomes(database, 'healthy');
  });

  it('take a sample at once when the server ends the connections', async () => {
    const admin = new Client({ connectionString: api.database.url });
    await admin.connect();
    const start = Date.now();
    try {
      await eventually('a sample before its time', async () => {
        await admin.query(
          'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
        );
        return sampledEarly('database', start);
      });
    } finally {
      await admin.end();
    }
    await becomes(database, 'healthy');
  });

  it('take a sample at once when Redis ends the connection', async () => {
    const { admin } = api.testCache;
    const index = new URL(api.testCache.url).pathname.slice(1);
    const start = Date.now();
    await eventually('a sample before its time', async () => {
      const clients = String(await admin.client('LIST')).split('\n');
      const own = clients.find((line) => line.includes(' name=zero-to-running-api ') && line.includes(` db=${index} `));
      const id = /^id=(\d+)/.exec(own ?? '')?.[1];
      if (id !== undefined) await admin.client('KILL', 'ID', id);
      return sampledEarly('cache', start);
    });
    await becomes(cache, 'healthy');
  });

  it('answer HEAD without a body, and ignore the query and the form of the URL', async () => {
    for (const path of [live, ready, database, cache, all, stream, history]) {
      const head = await api.fetch(path, { method: 'HEAD' });
      assert.equal(head.status, 200, path);
      assert.equal(await head.text(), '');
    }
    assert.equal((await api.fetch(`${all}?_=123`)).status, 200);
    const absolute = await rawRequest(
      api.port,
      `GET http://api${live} HTTP/1.1\r\nHost: api\r\nConnection: close\r\n\r\n`,
    );
    assert.match(absolute, /^HTTP\/1\.1 200 /);
  });

  it('refuse other methods, and name those there are', async () => {
    for (const path of [live, all, stream]) {
      const response = await api.fetch(path, { method: 'POST', body: '{}' });
      assert.equal(response.status, 405);
      assert.equal(response.headers.get('allow'), 'GET, HEAD, OPTIONS');
      assert.equal(response.headers.get('content-type'), problemMediaType);
      assert.equal(problemSchema.parse(await response.json()).instance, path);
      const options = await api.fetch(path, { method: 'OPTIONS' });
      assert.equal(options.status, 204);
      assert.equal(options.headers.get('allow'), 'GET, HEAD, OPTIONS');
    }
  });

  it('are logged at debug only', async () => {
    await api.fetch(`${live}?logged`);
    await eventually('the line', () => api.captured.lines.some(({ route, level }) => route === live && level === 20));
    assert(!api.captured.lines.some(({ route, level }) => String(route).startsWith(live) && Number(level) > 20));
  });
});

describe('health endpoints while the process starts and ends', () => {
  needs('database', 'cache');

  it('tell the phase, and keep traffic away', async () => {
    const api = await startTestApi();
    try {
      const phases = { starting: 503, ready: 200, draining: 503 } as const;
      for (const phase of ['starting', 'ready', 'draining'] as const) {
        api.health.lifecycle.enter(phase);
        const response = await api.fetch(ready);
        assert.equal(response.status, phases[phase]);
        assert.deepEqual(await response.json(), { ready: phase === 'ready', phase });
        assert.equal((await api.fetch(live)).status, 200);
        const whole = healthReportSchema.parse(await (await api.fetch(all)).json());
        assert.equal(whole.phase, phase);
        const task = await api.fetch('/api/tasks');
        assert.equal(task.status, phase === 'starting' ? 503 : 200);
        if (phase === 'starting') assert.equal(task.headers.get('retry-after'), '1');
        await task.arrayBuffer();
      }
    } finally {
      await api.close();
    }
  });
});

import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { healthPaths, healthReportSchema } from '@zero-to-running/health/contract/report';
import { endOrphans } from '../../src/native/postgres/postmaster.ts';
import { startPostgres } from '../../src/native/postgres/start-postgres.ts';
import { startRedis } from '../../src/native/redis/start-redis.ts';
import type { ThrowawayServer } from '../../src/native/throwaway-server.ts';
import { httpAnswer } from '../../src/probes/http.ts';
import { signalProcess } from '../../src/process/signals.ts';
import { withDescendants } from '../../src/process/processes.ts';
import { until } from '../../src/process/wait.ts';
import { type ApiProcess, startApiProcess } from './support/api-process.ts';
import { startLoad } from './support/load.ts';

const clients = 10;

/** Longer than the API may take: 5 s for a connection and 2.5 s for the statement, on a machine that may be busy. */
const requestDeadlineMs = 20_000;

/** What requests may come to while a store is away; the cache costs none of them anything. */
const allowed: Readonly<Record<'database' | 'cache', readonly string[]>> = {
  database: ['200', '201', '503'],
  cache: ['200', '201'],
};

async function eventually(what: string, condition: () => Promise<boolean>): Promise<void> {
  assert.ok(await until(condition, { deadlineMs: 30_000 }), what);
}

/** A server that can be started again where it was, with what it had. */
interface Store {
  server: ThrowawayServer;
  readonly start: () => Promise<ThrowawayServer>;
}

/** What a store can be put through; `seen` waits until the API says that it is away. */
const faults: Readonly<Record<string, (store: Store, seen: () => Promise<void>) => Promise<void>>> = {
  async 'killed, and started again'(store, seen) {
    signalProcess(store.server.pid, 'SIGKILL');
    await seen();
    await store.server.stop();
    store.server = await store.start();
  },
  async 'stopped in its tracks, and goes on'({ server }, seen) {
    const family = withDescendants([server.pid]).map(({ pid }) => pid);
    for (const pid of family) signalProcess(pid, 'SIGSTOP');
    await seen().finally(() => {
      for (const pid of family) signalProcess(pid, 'SIGCONT');
    });
  },
  async 'shut down, and started again'(store, seen) {
    await store.server.stop();
    await seen();
    store.server = await store.start();
  },
};

const names = ['database', 'cache'] as const;

describe('the API under load', function underLoad() {
  this.timeout(90_000);
  const directory = mkdtempSync(join(tmpdir(), 'stores-'));
  const stores = new Map<string, Store>();
  let api: ApiProcess;

  const servicesBecome = (expected: Readonly<Record<string, string>>) =>
    eventually(JSON.stringify(expected), async () => {
      const answer = await httpAnswer(api.origin + healthPaths.all, 2_000);
      if (!answer) return false;
      const { services } = healthReportSchema.parse(JSON.parse(answer.body));
      return names.every((name) => services[name]?.status === expected[name]);
    });

  async function start(name: string, startStore: (port?: number) => Promise<ThrowawayServer>): Promise<string> {
    const server = await startStore();
    stores.set(name, { server, start: () => startStore(server.port) });
    return server.url;
  }

  before(async () => {
    // PostgreSQL, which runs as another user, has to be able to enter it.
    chmodSync(directory, 0o755);
    const dataDirectory = join(directory, 'data');
    const databaseUrl = await start('database', async (port = 0) => {
      await endOrphans(dataDirectory);
      // Without durability a crash loses what was committed just before it.
      return startPostgres({ port, dataDirectory, durable: true });
    });
    const cacheUrl = await start('cache', (port = 0) => startRedis({ port }));
    api = await startApiProcess({
      DATABASE_URL: databaseUrl,
      REDIS_URL: cacheUrl,
      RATE_LIMIT_PER_MINUTE: '0',
      DATABASE_STATEMENT_TIMEOUT_MS: '2000',
    });
    await eventually(
      'it is ready',
      async () => (await httpAnswer(api.origin + healthPaths.ready, 2_000))?.status === 200,
    );
  });

  after(async () => {
    await api?.stop();
    await Promise.all([...stores.values()].map(({ server }) => server.stop()));
    rmSync(directory, { recursive: true, force: true });
  });

  for (const name of names) {
    for (const [what, suffer] of Object.entries(faults)) {
      it(`answers in time, lives and recovers by itself when its ${name} is ${what}`, async () => {
        const store = stores.get(name);
        assert.ok(store);
        await servicesBecome({ database: 'healthy', cache: 'healthy' });
        const load = await startLoad(api.origin, clients, requestDeadlineMs);
        try {
          await suffer(store, () => servicesBecome({ database: 'healthy', cache: 'healthy', [name]: 'unhealthy' }));
          await servicesBecome({ database: 'healthy', cache: 'healthy' });
        } finally {
          const outcomes = await load.stop();
          assert.deepEqual(
            [...outcomes.keys()].filter((outcome) => !allowed[name].includes(outcome)),
            [],
          );
          assert.ok((outcomes.get('201') ?? 0) > 0);
        }
        assert.equal(api.exitCode, null);
      });
    }
  }

  it('stops as it should after all that', async () => {
    await api.stop();
    assert.equal(api.exitCode, 0, api.output);
    assert.ok(!api.output.includes('"level":"fatal"'), api.output);
  });
});

import { rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { healthPaths } from '@zero-to-running/health/contract/report';
import { startPostgres } from '@zero-to-running/stack/native/postgres/start-postgres';
import { startRedis } from '@zero-to-running/stack/native/redis/start-redis';
import { watchHealth, type HealthWatch } from './support/health-stream.ts';
import { startNodeServer } from './support/node-server.ts';
import { printReport, type Figure } from './support/report.ts';
import { describeSpread, median } from './support/statistics.ts';
import { waitFor } from './support/wait.ts';

const rounds = 10;

interface Store {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

interface Times {
  readonly lostMs: number[];
  readonly backMs: number[];
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

async function eventAfter(watch: HealthWatch, since: number, service: string, status: string): Promise<number> {
  const at = await waitFor(`${service} to be ${status}`, async () =>
    watch.firstAfter(since, (report) => report.services[service]?.status === status),
  );
  return at - since;
}

/** Kills a store and starts it again, over and over, and notes how long the stream takes to tell. */
async function drill(service: string, watch: HealthWatch, store: Store, start: (port: number) => Promise<Store>) {
  const times: Times = { lostMs: [], backMs: [] };
  let current = store;
  for (let round = 0; round < rounds; round += 1) {
    await eventAfter(watch, performance.now(), service, 'healthy');
    const killed = performance.now();
    process.kill(current.pid, 'SIGKILL');
    times.lostMs.push(await eventAfter(watch, killed, service, 'unhealthy'));
    await current.stop();
    const accepting = waitFor(`${service} to accept`, async () =>
      (await accepts(store.port)) ? performance.now() : undefined,
    );
    current = await start(store.port);
    times.backMs.push(await eventAfter(watch, await accepting, service, 'healthy'));
  }
  return { times, current };
}

function figures(service: string, { lostMs, backMs }: Times): Figure[] {
  return [
    {
      what: `${service} killed to event`,
      measured: median(lostMs),
      unit: 'ms',
      limit: { atMost: 1_000 },
      note: `${describeSpread(lostMs, 'ms')}, worst ${Math.round(Math.max(...lostMs))} ms`,
    },
    {
      what: `${service} accepts again to event`,
      measured: median(backMs),
      unit: 'ms',
      limit: { atMost: 2_000 },
      note: `${describeSpread(backMs, 'ms')}, worst ${Math.round(Math.max(...backMs))} ms`,
    },
  ];
}

const dataDirectory = join(tmpdir(), `failover-${process.pid}`);
let database: Store = await startPostgres({ dataDirectory });
let cache: Store = await startRedis();
const api = await startNodeServer(
  fileURLToPath(new URL('../api/src/main.ts', import.meta.url)),
  { DATABASE_URL: database.url, REDIS_URL: cache.url, NODE_ENV: 'production', AUTH: 'off' },
  healthPaths.ready,
);
const watch = await watchHealth(api.origin);
try {
  const ofCache = await drill('cache', watch, cache, (port) => startRedis({ port }));
  cache = ofCache.current;
  const ofDatabase = await drill('database', watch, database, (port) => startPostgres({ port, dataDirectory }));
  database = ofDatabase.current;
  printReport('failover', [...figures('cache', ofCache.times), ...figures('database', ofDatabase.times)]);
} finally {
  watch.close();
  await api.stop();
  await Promise.all([cache.stop(), database.stop()]);
  rmSync(dataDirectory, { recursive: true, force: true });
}

import { get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { healthPaths } from '@zero-to-running/contract/health';
import { Client } from 'pg';
import { startNodeServer } from './support/node-server.ts';
import { printReport } from './support/report.ts';
import { withStores } from './support/stores.ts';

const watchers = 1_000;
const seconds = 20;

function watch(url: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false }, (response) => {
      response.resume();
      if (response.statusCode === 200) resolve(response);
      else reject(new Error(`${url} answered ${response.statusCode}.`));
    });
    request.once('error', reject);
  });
}

/** Transactions the database has committed so far, the one that asks left out. */
async function committed(client: Client): Promise<number> {
  // Statistics of this session are cached until it is told to look again.
  await client.query('SELECT pg_stat_clear_snapshot()');
  const { rows } = await client.query<{ count: string }>(
    "SELECT sum(xact_commit)::text AS count FROM pg_stat_database WHERE datname = 'postgres'",
  );
  return Number(rows[0]?.count);
}

/** Transactions a second that the API causes at the database. */
async function databaseLoad(client: Client): Promise<number> {
  // The database publishes a session's counts when it has been idle for a second.
  await sleep(2_000);
  const before = await committed(client);
  await sleep(seconds * 1_000);
  return ((await committed(client)) - before) / seconds;
}

await withStores(async (stores) => {
  const api = await startNodeServer(
    fileURLToPath(new URL('../api/src/main.ts', import.meta.url)),
    { ...stores.env, NODE_ENV: 'production' },
    healthPaths.ready,
  );
  const observer = new Client({ connectionString: new URL('/template1', stores.env.DATABASE_URL).href });
  await observer.connect();
  try {
    const alone = await databaseLoad(observer);
    const responses = await Promise.all(Array.from({ length: watchers }, () => watch(api.origin + healthPaths.stream)));
    const watched = await databaseLoad(observer);
    for (const response of responses) response.destroy();
    const note = `over ${seconds} s`;
    printReport('watch-cost', [
      { what: 'nobody watches', measured: alone, unit: 'transactions/s', note },
      { what: `${watchers} streams`, measured: watched, unit: 'transactions/s', limit: { atMost: 1.1 }, note },
    ]);
  } finally {
    await observer.end();
    await api.stop();
  }
});

import { get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { healthPaths } from '@zero-to-running/health/contract/report';
import { startNodeServer } from './support/node-server.ts';
import { countQueries } from './support/query-counter.ts';
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

await withStores(async ({ env }) => {
  const database = await countQueries(env.DATABASE_URL);
  const queriesPerSecond = async () => {
    const before = database.count();
    await sleep(seconds * 1_000);
    return (database.count() - before) / seconds;
  };
  const api = await startNodeServer(
    fileURLToPath(new URL('../api/src/main.ts', import.meta.url)),
    { ...env, DATABASE_URL: database.url, NODE_ENV: 'production', AUTH: 'off' },
    healthPaths.ready,
  );
  try {
    const alone = await queriesPerSecond();
    const responses = await Promise.all(Array.from({ length: watchers }, () => watch(api.origin + healthPaths.stream)));
    const watched = await queriesPerSecond();
    for (const response of responses) response.destroy();
    const note = `over ${seconds} s`;
    const limit = { atMost: 1.1 };
    printReport('watch-cost', [
      { what: 'nobody watches', measured: alone, unit: 'queries/s', limit, note },
      { what: `${watchers} streams`, measured: watched, unit: 'queries/s', limit, note },
    ]);
  } finally {
    await api.stop();
    database.close();
  }
});

import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { healthPaths } from '@zero-to-running/health/contract/report';
import { taskSchema, tasksPath } from '@app/contract/tasks';
import { startNodeServer } from './support/node-server.ts';
import { printReport } from './support/report.ts';
import { withStores } from './support/stores.ts';
import { median } from './support/statistics.ts';

const connections = 50;
const rounds = 5;
const secondsPerRound = 4;

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));

async function requestsPerSecond(url: string, seconds: number): Promise<number> {
  const result = await autocannon({ url, connections, duration: seconds });
  if (result.non2xx + result.errors + result.timeouts > 0) {
    throw new Error(
      `${url}: ${result.non2xx} answers other than 2xx, ${result.errors} errors, ${result.timeouts} time-outs.`,
    );
  }
  return result.requests.average;
}

await withStores(async (stores) => {
  const api = await startNodeServer(
    file('../api/src/main.ts'),
    // The limiter works as ever, but must not turn the load away; the cached task must not expire meanwhile.
    {
      ...stores.env,
      NODE_ENV: 'production',
      AUTH: 'off',
      RATE_LIMIT_PER_MINUTE: '1000000000',
      CACHE_TTL_SECONDS: '3600',
    },
    healthPaths.ready,
  );
  const report = await (await fetch(api.origin + healthPaths.all)).text();
  const baseline = await startNodeServer(
    file('support/express-baseline.ts'),
    { BASELINE_BODY: report, NODE_ENV: 'production' },
    '/',
  );
  try {
    const created = await fetch(api.origin + tasksPath, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ title: 'Measure the cached task' }),
    });
    const task = taskSchema.parse(await created.json());
    const urls = {
      baseline: baseline.origin,
      health: api.origin + healthPaths.all,
      task: `${api.origin}${tasksPath}/${task.id}`,
    };
    const measured = { baseline: [] as number[], health: [] as number[], task: [] as number[] };
    const names = ['baseline', 'health', 'task'] as const;
    for (const name of names) await requestsPerSecond(urls[name], 2);
    for (let round = 0; round < rounds; round += 1) {
      for (const name of names) measured[name].push(await requestsPerSecond(urls[name], secondsPerRound));
    }
    const how = `${connections} connections, median of ${rounds} rounds of ${secondsPerRound} s`;
    const base = median(measured.baseline);
    printReport('throughput', [
      { what: 'Express 5 res.json of the same body', measured: base, unit: 'requests/s', note: how },
      { what: healthPaths.all, measured: median(measured.health), unit: 'requests/s', note: how },
      { what: 'cached task', measured: median(measured.task), unit: 'requests/s', note: how },
      {
        what: `${healthPaths.all} to Express`,
        measured: median(measured.health) / base,
        unit: 'times',
        limit: { atLeast: 0.9 },
      },
      {
        what: 'cached task to Express',
        measured: median(measured.task) / base,
        unit: 'times',
        limit: { atLeast: 0.6 },
      },
    ]);
  } finally {
    await Promise.all([api.stop(), baseline.stop()]);
  }
});

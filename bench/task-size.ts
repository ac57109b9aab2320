import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { healthPaths } from '@zero-to-running/health/contract/report';
import { taskSchema, tasksPath } from '@app/contract/tasks';
import { anyFreePort } from '@zero-to-running/stack/ports/free-port';
import { withComposeProject } from './support/compose-project.ts';
import { printReport } from './support/report.ts';
import { waitFor } from './support/wait.ts';

const connections = 50;
const secondsPerRound = 10;
const openLoopRate = 500;

/** The size of the API's task in AWS. */
const limits = ['--cpus', '0.25', '--memory', '512m'];

async function load(url: string, options: Partial<autocannon.Options> = {}) {
  const result = await autocannon({ url, connections, duration: secondsPerRound, ...options });
  return { result, errors: result.non2xx + result.errors + result.timeouts };
}

await withComposeProject(async (project) => {
  project.run('docker', 'compose', 'up', '--detach', '--wait', 'database', 'cache');
  const image = `${project.name}-bench-api`;
  const label = `com.docker.compose.project=${project.name}`;
  const target = ['--file', 'api/Dockerfile', '--target', 'production', '--tag', image, '--label', label];
  project.run('docker', 'build', '--quiet', ...target, '.');
  const port = await anyFreePort();
  const environment = {
    DATABASE_URL: `postgres://database:5432/${project.setting('POSTGRES_DB')}`,
    PGUSER: project.setting('POSTGRES_USER'),
    PGPASSWORD: project.setting('POSTGRES_PASSWORD'),
    REDIS_URL: 'redis://cache:6379',
    // The limiter works as ever, but must not turn the load away; the cached task must not expire meanwhile.
    RATE_LIMIT_PER_MINUTE: '1000000000',
    CACHE_TTL_SECONDS: '3600',
  };
  // By a file, for a command line is for everyone to see.
  const file = join(project.root, '.env.bench');
  const lines = Object.entries(environment).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(file, lines.join(''), { mode: 0o600 });
  const network = ['--network', `${project.name}_app-network`, '--publish', `127.0.0.1:${port}:4000`];
  project.run('docker', 'run', '--detach', '--label', label, ...limits, ...network, '--env-file', file, image);
  const origin = `http://127.0.0.1:${port}`;
  await waitFor(origin, async () =>
    (await fetch(origin + healthPaths.ready).catch(() => undefined))?.ok ? true : undefined,
  );
  const body = JSON.stringify({ title: 'Measure the cached task' });
  const created = await fetch(origin + tasksPath, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  const task = `${origin}${tasksPath}/${taskSchema.parse(await created.json()).id}`;
  const health = origin + healthPaths.all;
  for (const url of [health, task]) await load(url, { duration: 5 });
  const closed = [await load(health), await load(task)] as const;
  // At a fixed rate, and the waiting that a slow answer causes is counted, as nobody waits for it.
  const open = await load(health, { overallRate: openLoopRate, connections: 50 });
  const errors = [...closed, open].reduce((sum, each) => sum + each.errors, 0);
  const how = `${connections} connections, ${secondsPerRound} s, ${limits.join(' ')}`;
  const rate = (what: string, { result }: (typeof closed)[number], atLeast: number) => ({
    what,
    measured: result.requests.average,
    unit: 'requests/s',
    limit: { atLeast },
    note: how,
  });
  printReport('task-size', [
    rate(healthPaths.all, closed[0], 6_000),
    rate('cached task', closed[1], 2_500),
    {
      what: `${healthPaths.all} at ${openLoopRate}/s: 99 % within`,
      measured: open.result.latency.p99,
      unit: 'ms',
      limit: { atMost: 100 },
      note: 'open loop, corrected for coordinated omission',
    },
    { what: 'errors in all of it', measured: errors, unit: '', limit: { atMost: 0 } },
  ]);
});

import { execFileSync } from 'node:child_process';
import { reset } from '@zero-to-running/stack/data/reset';
import { restore } from '@zero-to-running/stack/data/restore';
import { seedDatabase } from '@zero-to-running/stack/data/seed';
import { withDataSession } from '@zero-to-running/stack/data/session';
import { takeSnapshot } from '@zero-to-running/stack/data/snapshots';
import { checkoutAt } from '@zero-to-running/stack/checkout';
import { readState } from '@zero-to-running/stack/state/state-file';
import { withBigServer, type BigServer } from './support/big-database.ts';
import { make, withCheckoutCopy } from './support/checkout-copy.ts';
import { dumpAndRestore } from './support/dump-restore.ts';
import { printReport, type Figure } from './support/report.ts';
import { describeSpread, median } from './support/statistics.ts';
import { waitFor } from './support/wait.ts';
import type { DataSession } from '@zero-to-running/stack/data/data-session';

const resets = 10;
const copies = 5;
const maxBytes = 1024 ** 4;

/** What the last one has left to be written must not count for the next. */
const settle = () => execFileSync('sync');

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1_000;
}

async function answers(url: string): Promise<true | undefined> {
  try {
    const { ok } = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    return ok || undefined;
  } catch {
    return undefined;
  }
}

/** From typing `make reset` until the API serves the new data, and says that it is healthy. */
async function measureReset(): Promise<Figure[]> {
  const times: number[] = [];
  const outages: number[] = [];
  await withCheckoutCopy(async (checkout) => {
    make(checkout, 'dev');
    const { services } = readState(checkoutAt(checkout)) ?? {};
    const origin = `http://127.0.0.1:${services?.api.port}`;
    for (let round = 0; round < resets; round += 1) {
      let afterReset = 0;
      times.push(
        await seconds(async () => {
          make(checkout, 'reset', 'YES=1');
          const end = performance.now();
          for (const path of ['/api/tasks', '/health/all']) {
            await waitFor(path, () => answers(origin + path), { everyMs: 5 });
          }
          afterReset = performance.now() - end;
        }),
      );
      outages.push(afterReset);
    }
  });
  return [
    {
      what: 'make reset, until the API serves and is healthy',
      measured: median(times),
      unit: 's',
      limit: { atMost: 2 },
      note: describeSpread(times, 's'),
    },
    {
      what: '  of which after make has returned',
      measured: median(outages),
      unit: 'ms',
      note: describeSpread(outages, 'ms'),
    },
  ];
}

async function measureCopies({ target, copyFiles, query }: BigServer): Promise<Figure[]> {
  const run = (work: (session: DataSession) => Promise<unknown>) =>
    withDataSession(target, { verb: 'bench', step: () => undefined }, work);
  await query(`CREATE TABLE filler AS SELECT n, repeat(md5(n::text), 30) AS text FROM generate_series(1, 1020000) n`);
  await query('VACUUM ANALYZE');
  const size = await query(`SELECT pg_database_size('app') / 1024 ^ 3 AS size`);
  const times = { files: [] as number[], synced: [] as number[], snapshot: [] as number[], restore: [] as number[] };
  const measureFiles = async () => {
    settle();
    const { cp, synced } = await copyFiles('app');
    times.synced.push(synced);
    settle();
    return cp;
  };
  for (let round = 0; round < copies; round += 1) {
    const name = `round-${round}`;
    // Right before each, so that both meet the same disk.
    times.files.push(await measureFiles());
    times.snapshot.push(await seconds(() => run((session) => takeSnapshot(session, { name, maxBytes }))));
    times.files.push(await measureFiles());
    times.restore.push(await seconds(() => run((session) => restore(session, name, { command: 'restore', maxBytes }))));
    const rows = await query(`SELECT datname AS name FROM pg_database WHERE datname LIKE 'app@%'`);
    for (const row of rows) await query(`DROP DATABASE "${String(row['name'])}"`, 'postgres');
  }
  const files = median(times.files);
  const figure = (what: string, values: readonly number[]): Figure => ({
    what,
    measured: median(values) / files,
    unit: '× cp -r',
    limit: { atMost: 1.3 },
    note: `${median(values).toFixed(2)} s, ${describeSpread(values, 's')}`,
  });
  await query('CREATE DATABASE dumped', 'postgres');
  const server = target.database;
  let isThere = false;
  const dumped = await seconds(async () => (isThere = dumpAndRestore(server, 'app', 'dumped')));
  await query('DROP DATABASE dumped', 'postgres');
  return [
    {
      what: 'cp -r of the files, not yet on disk',
      measured: files,
      unit: 's',
      note: `${Number(size[0]?.['size']).toFixed(2)} GB, ${describeSpread(times.files, 's')}`,
    },
    { what: '  and then sync', measured: median(times.synced), unit: 's', note: describeSpread(times.synced, 's') },
    figure('snapshot of them, on disk', times.snapshot),
    figure('restore of it, on disk', times.restore),
    ...(isThere
      ? [
          {
            what: 'pg_dump | psql of the same',
            measured: dumped / files,
            unit: '× cp -r',
            note: `${dumped.toFixed(1)} s`,
          },
        ]
      : []),
  ];
}

await withBigServer(async (server) => {
  const { target } = server;
  await withDataSession(target, { verb: 'bench', step: () => undefined }, (session) =>
    reset(session, { scale: 0, maxBytes }),
  );
  const seeding = await seconds(() => seedDatabase(target.database, 'app', 1_000_000));
  await server.query('TRUNCATE tasks');
  const copied = await measureCopies(server);
  printReport('data', [
    ...(await measureReset()),
    ...copied,
    { what: 'seed of 1,000,000 tasks', measured: seeding, unit: 's', limit: { atMost: 60 } },
  ]);
});

import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { healthPaths, healthReportSchema } from '@zero-to-running/health/contract/report';
import { withCheckoutCopy } from './support/checkout-copy.ts';
import { answered, openAnswer } from './support/edited-answer.ts';
import { EditedSource } from './support/edited-source.ts';
import { type Figure, printReport } from './support/report.ts';
import { describeSpread, median } from './support/statistics.ts';
import { withStores } from './support/stores.ts';
import { waitFor } from './support/wait.ts';
import { type Watched, watchers, withWatcher } from './support/watchers.ts';

const edits = 30;
const repetitions = 10;
const editsPerBurst = 20;
const longestPauseInBurstMs = 150;
const seenWithinMs = 5_000;
const restMs = 300;

async function answer(url: string): Promise<{ status: number; body: string }> {
  // A connection of its own each time: the process at the other end comes and goes.
  const response = await fetch(url, { headers: { connection: 'close' } });
  return { status: response.status, body: await response.text() };
}

let marks = 0;
const nextMark = (): string => `edit${(marks += 1)}.`;

type Scenario = (watched: Watched, source: EditedSource, checkout: string) => Promise<number | undefined>;

async function oneEdit(watched: Watched, source: EditedSource): Promise<number | undefined> {
  const mark = nextMark();
  await source.save(mark);
  return answered(watched.origin, mark);
}

/** What watchers stumble over. */
const scenarios: Readonly<Record<string, Scenario>> = {
  'bursts of edits': async (watched, source) => {
    let mark = '';
    for (let count = 0; count < editsPerBurst; count += 1) {
      mark = nextMark();
      await source.save(mark);
      await sleep(Math.random() * longestPauseInBurstMs);
    }
    return answered(watched.origin, mark);
  },
  'saves by renaming': async (watched, source) => {
    const mark = nextMark();
    await writeFile(`${source.path}.tmp`, source.edited(mark));
    await rename(`${source.path}.tmp`, source.path);
    return answered(watched.origin, mark);
  },
  'new modules': async (watched, source, checkout) => {
    const mark = nextMark();
    const name = `added-${mark}ts`;
    await source.save(mark, `import './${name}';\n`);
    // The import fails, and the process with it, until the module is there.
    await sleep(200);
    await writeFile(join(checkout, 'api/src/http', name), 'export {};\n');
    const after = await answered(watched.origin, mark);
    await source.restore();
    await sleep(200);
    await rm(join(checkout, 'api/src/http', name));
    return after;
  },
  'edits of the contract': async (watched, _source, checkout) => {
    const contract = await EditedSource.open(join(checkout, 'contract/src/problem.ts'), "typePrefix = 'urn:problem:");
    const mark = nextMark();
    await contract.save(mark);
    const after = await answered(watched.origin, mark);
    await contract.restore();
    return after;
  },
  'new migrations': async (watched, _source, checkout) => {
    const file = join(checkout, 'api/src/db/migrations/9999_never_valid.sql');
    const savedAt = Date.now();
    await writeFile(file, 'SELECT 1;\n');
    const after = await restartedAfter(watched, savedAt);
    await rm(file);
    return after;
  },
};

/** Whether a process runs that began after a time. A migration that is refused ends it soon. */
async function restartedAfter({ origin }: Watched, time: number): Promise<number | undefined> {
  try {
    return await waitFor(
      'a restart',
      async () => {
        const { body } = await answer(origin + healthPaths.all).catch(() => ({ body: '' }));
        if (body === '') return undefined;
        const since = healthReportSchema.parse(JSON.parse(body)).services['api']?.since ?? '';
        return Date.parse(since) > time ? Date.now() - time : undefined;
      },
      { deadlineMs: seenWithinMs, everyMs: 3 },
    );
  } catch {
    return undefined;
  }
}

/** Edits until the watcher follows again, after a scenario that it may have lost. */
async function recovers(watched: Watched, source: EditedSource): Promise<boolean> {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if ((await oneEdit(watched, source)) !== undefined) return true;
  }
  return false;
}

/** Milliseconds of each repetition; undefined where the change was missed. */
async function repeat(scenario: Scenario, count: number, watched: Watched, checkout: string) {
  const source = await openAnswer(checkout);
  const times: (number | undefined)[] = [];
  try {
    while (times.length < count && (await recovers(watched, source))) {
      await sleep(restMs);
      times.push(await scenario(watched, source, checkout));
    }
  } finally {
    await source.restore();
  }
  // A watcher that follows no more misses all the rest.
  return [...times, ...Array<undefined>(count - times.length)];
}

async function measure(name: string, command: readonly string[], env: NodeJS.ProcessEnv, checkout: string) {
  const run = (scenario: Scenario, count: number) =>
    withWatcher(checkout, command, env, (watched) => repeat(scenario, count, watched, checkout));
  const times = await run((watched, source) => oneEdit(watched, source), edits);
  const missed: string[] = [];
  let missedCount = 0;
  const count = (what: string, results: readonly (number | undefined)[]): void => {
    const lost = results.filter((time) => time === undefined).length;
    missedCount += lost;
    if (lost > 0) missed.push(`${lost} of ${results.length} ${what}`);
  };
  count('edits', times);
  for (const [what, scenario] of Object.entries(scenarios)) count(what, await run(scenario, repetitions));
  const seenTimes = times.filter((time) => time !== undefined);
  const figures: Figure[] = [
    {
      what: `${name}: save to new answer`,
      measured: median(seenTimes),
      unit: 'ms',
      limit: { atMost: 300 },
      note: describeSpread(seenTimes, 'ms'),
    },
    { what: `${name}: missed`, measured: missedCount, unit: 'changes', limit: { atMost: 0 }, note: missed.join(', ') },
  ];
  return figures;
}

const wanted = process.argv.slice(2);

await withStores(({ env }) =>
  withCheckoutCopy(async (checkout) => {
    const figures: Figure[] = [];
    for (const [name, command] of Object.entries(watchers)) {
      if (wanted.length > 0 && !wanted.includes(name)) continue;
      figures.push(...(await measure(name, command, env, checkout)));
    }
    printReport('watchers', figures);
  }),
);

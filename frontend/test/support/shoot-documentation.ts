import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { healthPaths } from '@zero-to-running/health/contract/report';
import { tasksPath } from '@app/contract/tasks';
import { eventually } from './eventually.ts';
import { startRealApi } from './real-api.ts';
import type { StageProps } from './scene.ts';

/** From the oldest to the newest. */
const tasks = [
  { title: 'Clone the repository', state: 'done' },
  { title: 'Run make dev and watch four services come up', state: 'done' },
  { title: 'Read the decision record on sampled health', state: 'done' },
  { title: 'Pull the plug on Redis and see the dashboard notice', state: 'open' },
  { title: 'Change a component and save: the page follows', state: 'open' },
  { title: 'Write the first migration', state: 'open' },
  { title: 'Deploy to a development account', state: 'open' },
] as const;

const viewport = { width: 1120, height: 760 };

/** Milliseconds until what happened at the start is no longer shown. */
const settledMs = 140_000;

/** Milliseconds since the outage begins, and for which it lasts. */
const outageAgoMs = 45_000;
const outageMs = 7_000;

async function addTasks(origin: string): Promise<void> {
  for (const task of tasks) {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(origin + tasksPath, { method: 'POST', headers, body: JSON.stringify(task) });
    assert.equal(response.status, 201);
  }
}

/** Draws the pictures that the README shows, from the real API after two minutes of a life with one short outage. */
export async function shootDocumentation(
  { pages, gate, url }: StageProps,
  servers: { readonly database: string; readonly cache: string },
  folder: string,
): Promise<void> {
  const api = await startRealApi(servers);
  try {
    const origin = `http://127.0.0.1:${api.port}`;
    gate.lead({ port: api.port });
    await eventually(async () => assert.equal((await fetch(origin + healthPaths.ready)).status, 200), 30_000);
    await addTasks(origin);
    await delay(settledMs - outageAgoMs);
    await api.cache.shut();
    await delay(outageMs);
    await api.cache.open();
    await delay(outageAgoMs - outageMs);
    for (const [name, path, colorScheme] of [
      ['health-light', '/', 'light'],
      ['health-dark', '/', 'dark'],
      ['tasks-light', '/tasks', 'light'],
    ] as const) {
      const page = await pages.lend({ viewport, colorScheme, deviceScaleFactor: 1.5 });
      await page.goto(url + path);
      await page.getByText(path === '/' ? 'Every service answers.' : `All shown: ${tasks.length} tasks`).waitFor();
      // The history comes after the first report; the second look at tasks is answered from the cache.
      if (path === '/') await page.getByText('2 changes').waitFor();
      else await page.getByRole('button', { name: 'Reload' }).click();
      if (path !== '/') await page.getByText('Served from the cache').waitFor();
      await page.mouse.move(0, 0);
      // Opening a browser's window slows the services for a moment.
      await delay(6_000);
      await page.screenshot({ path: join(folder, `${name}.png`) });
    }
    await pages.collect();
  } finally {
    await api.stop();
  }
}

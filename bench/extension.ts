import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { report } from '@zero-to-running/health/contract/test-support/reports';
import { findChromium } from '@zero-to-running/stack/test/find-chromium';
import { startPostgres } from '@zero-to-running/stack/native/postgres/start-postgres';
import type { Browser, Page } from 'playwright-core';
import { bundleExtension } from '../extension/build/bundle.ts';
import { Cleanups } from '../extension/test/support/cleanups.ts';
import { eventually } from '../extension/test/support/eventually.ts';
import { extensionRoot } from '../extension/test/support/host-tests.ts';
import { startPageServer } from '../extension/test/support/page-server.ts';
import { makeProjectFolder } from '../extension/test/support/project-folder.ts';
import { startRealApi } from '../extension/test/support/real-api.ts';
import { startVscodeServer, vscodeServerProgram, type VscodeServer } from '../extension/test/support/vscode-server.ts';
import { launchBrowser } from '../extension/test/support/workbench.ts';
import { activationMs, openWindow, runCommand } from './support/editor-window.ts';
import { printReport, type Figure } from './support/report.ts';
import { simulateReports } from './support/simulated-day.ts';
import { describeSpread, median } from './support/statistics.ts';

const windows = 10;
const kills = 5;
const reports = 100_000;
const idleMs = 30_000;
const glanceMs = 6_000;
const unattendedMs = 180_000;

function memoryFigure(): Figure {
  const { early, late } = simulateReports(reports);
  return {
    what: `heap gained over ${reports.toLocaleString('en-US')} reports`,
    measured: late - early,
    unit: 'MB',
    limit: { atMost: 1 },
    note: `${early.toFixed(1)} MB after a tenth, ${late.toFixed(1)} MB after all`,
  };
}

async function activationFigure(browser: Browser, server: VscodeServer, folder: string): Promise<Figure> {
  const times: number[] = [];
  for (let index = 0; index < windows; index += 1) {
    const page = await openWindow(browser, server, folder);
    times.push(await activationMs(page));
    await page.close();
  }
  const note = `by VS Code's own account, ${describeSpread(times, 'ms')}`;
  return { what: 'load and activate', measured: median(times), unit: 'ms', limit: { atMost: 30 }, note };
}

/** Waits until all three displays say how the cache is. */
async function shows(page: Page, state: 'healthy' | 'unhealthy'): Promise<void> {
  const badge = page.locator('.activitybar .badge-content', { hasText: '1' });
  const bar = state === 'healthy' ? 'all healthy' : 'degraded: Cache';
  await Promise.all([
    page.locator(`[role=treeitem][aria-label^="Cache, ${state}"]`).waitFor(),
    page.locator('.statusbar-item', { hasText: bar }).waitFor(),
    badge.waitFor({ state: state === 'healthy' ? 'hidden' : 'visible' }),
  ]);
}

async function flipFigure(browser: Browser, server: VscodeServer, cleanups: Cleanups): Promise<Figure> {
  const database = await startPostgres();
  cleanups.add(() => database.stop());
  const api = await startRealApi(database.url);
  cleanups.add(api.stop);
  const frontend = await startPageServer();
  cleanups.add(frontend.stop);
  const folder = makeProjectFolder();
  cleanups.add(folder.remove);
  folder.setUrls({ api: api.origin, frontend: frontend.origin });
  const page = await openWindow(browser, server, folder.path);
  await runCommand(page, 'Zero to Running: Show Health');
  const times: number[] = [];
  for (let index = 0; index < kills; index += 1) {
    await shows(page, 'healthy');
    const killedAt = performance.now();
    const killed = api.killCache();
    await shows(page, 'unhealthy');
    times.push(performance.now() - killedAt);
    await killed;
    await api.startCache();
  }
  await page.close();
  const note = `cache killed, ${describeSpread(times, 'ms')}, worst ${Math.round(Math.max(...times))} ms`;
  return { what: 'killed to tree, badge and bar', measured: median(times), unit: 'ms', limit: { atMost: 1_500 }, note };
}

/** Requests of a window whose sidebar is closed, and at which nobody is, once it listens. */
async function idleFigure(browser: Browser, server: VscodeServer, cleanups: Cleanups): Promise<Figure> {
  const api = await startPageServer((request, response) => {
    if (request.url !== '/health/stream') return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const send = () => {
      const text = JSON.stringify(report({ timestamp: new Date().toISOString() }));
      response.write(`event: report\ndata: ${text}\n\n`);
    };
    const beat = setInterval(send, 2_000);
    response.once('close', () => clearInterval(beat));
    return send();
  });
  cleanups.add(api.stop);
  const folder = makeProjectFolder();
  cleanups.add(folder.remove);
  folder.setUrls({ api: api.origin, frontend: api.origin });
  const page = await openWindow(browser, server, folder.path);
  await page.locator('.statusbar-item', { hasText: 'all healthy' }).waitFor();
  // VS Code takes a minute or so without a key or a pointer for a window at which nobody is.
  await eventually(async () => {
    const asked = api.requests.length;
    await sleep(2 * glanceMs);
    if (api.requests.length > asked) throw new Error('The window asks as if somebody were at it');
  }, unattendedMs);
  const before = api.requests.length;
  await sleep(idleMs);
  const requests = api.requests.length - before;
  await page.close();
  const note = `in ${idleMs / 1_000} s, no view open, nobody at the window; the status bar listens to the stream it has`;
  return { what: 'requests while idle', measured: requests, unit: 'requests', limit: { atMost: 0 }, note };
}

function sizeFigures(): Figure[] {
  const packaged = statSync(join(extensionRoot, 'dist/extension.vsix'), { throwIfNoEntry: false })?.size;
  if (packaged === undefined) return [];
  const note = 'as make package left it';
  return [{ what: '.vsix', measured: packaged / 1_000, unit: 'kB', limit: { atMost: 250 }, note }];
}

const figures: Figure[] = [memoryFigure(), ...sizeFigures()];
const program = vscodeServerProgram();
const chromium = findChromium(process.env);
const cleanups = new Cleanups();
try {
  if (program && chromium) {
    await bundleExtension(extensionRoot);
    const server = await startVscodeServer(program);
    cleanups.add(server.stop);
    const browser = await launchBrowser(chromium);
    cleanups.add(() => browser.close());
    const folder = makeProjectFolder();
    cleanups.add(folder.remove);
    figures.push(await activationFigure(browser, server, folder.path));
    figures.push(await flipFigure(browser, server, cleanups));
    figures.push(await idleFigure(browser, server, cleanups));
  } else {
    console.error('Without VSCODE_SERVER and a browser (CHROMIUM_PATH), nothing in an editor can be measured.');
  }
} finally {
  await cleanups.run();
}
printReport('extension', figures);

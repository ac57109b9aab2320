import type { Browser } from 'playwright-core';
import { withBrowser } from './support/browser.ts';
import { withComposeProject } from './support/compose-project.ts';
import { printReport } from './support/report.ts';
import { describeSpread, median } from './support/statistics.ts';

const rounds = 15;

/** Runs in the page, whose observers know entries that Node's do not. */
const largestPaint = `new Promise((resolve) =>
  new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime)).observe({
    type: 'largest-contentful-paint',
    buffered: true,
  }))`;

const scriptBytes = `performance.getEntriesByType('resource')
  .filter(({ name }) => name.endsWith('.js'))
  .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`;

interface Visit {
  /** Until the largest thing was painted. */
  readonly paintMs: number;
  /** Of JavaScript as it was sent, compressed, without the headers. */
  readonly scriptBytes: number;
}

/** Opens the page as a first visitor does: a new context has nothing cached. */
async function visit(browser: Browser, url: string): Promise<Visit> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(url, { waitUntil: 'load' });
    // The health stream never ends, so that the network does not become idle: the first view is whole with its report.
    await page.getByText('Every service answers.').waitFor();
    return {
      paintMs: await page.evaluate<number>(largestPaint),
      scriptBytes: await page.evaluate<number>(scriptBytes),
    };
  } finally {
    await context.close();
  }
}

await withComposeProject(async (project) => {
  project.run('make', 'up-production');
  const url = `http://127.0.0.1:${project.setting('PRODUCTION_PORT')}/`;
  await withBrowser(async (browser) => {
    // The first one also starts the browser's own processes.
    await visit(browser, url);
    const visits: Visit[] = [];
    while (visits.length < rounds) visits.push(await visit(browser, url));
    const paints = visits.map(({ paintMs }) => paintMs);
    const kilobytes = visits.map((each) => each.scriptBytes / 1_000);
    printReport('page-load', [
      {
        what: 'production page, nothing cached: largest paint',
        measured: median(paints),
        unit: 'ms',
        limit: { atMost: 400 },
        note: describeSpread(paints, 'ms'),
      },
      {
        what: 'JavaScript of the first view over the wire',
        measured: median(kilobytes),
        unit: 'kB',
        limit: { atMost: 90 },
        note: describeSpread(kilobytes, 'kB'),
      },
    ]);
  });
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { withBrowser } from './support/browser.ts';
import { make, withCheckoutCopy } from './support/checkout-copy.ts';
import { printReport } from './support/report.ts';
import { stackUrls } from './support/stack-urls.ts';

const count = 10_000;

/** Runs in the page: clicks the way on, which stands last, until there is none. */
const pageToTheEnd = `(async () => {
  const end = document.querySelector('main > div').lastElementChild;
  for (let more = end.querySelector('button'); more; more = end.querySelector('button')) {
    more.click();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
})()`;

/** Runs in the page: the longest time for which it stands still while tasks are ticked and the list is scrolled. */
const longestBlock = `(async () => {
  let worst = 0;
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) worst = Math.max(worst, duration);
  });
  observer.observe({ type: 'longtask' });
  const boxes = [...document.querySelectorAll('input[type=checkbox]')];
  for (let step = 0; step < 10; step += 1) {
    boxes[step * 900].click();
    window.scrollTo(0, (document.body.scrollHeight / 10) * step);
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 30)));
  }
  observer.disconnect();
  return worst;
})()`;

async function measure(page: Page, url: string) {
  await page.goto(`${url}/tasks`);
  await page.getByText('50 tasks shown').waitFor();
  const start = performance.now();
  await page.evaluate(pageToTheEnd);
  await page.getByText(`All shown: ${count} tasks`).waitFor({ timeout: 120_000 });
  const pagedMs = performance.now() - start;
  return { pagedMs, blockMs: await page.evaluate<number>(longestBlock) };
}

await withCheckoutCopy(async (checkout) => {
  // Nobody clicks as fast as this does.
  writeFileSync(join(checkout, '.env'), 'RATE_LIMIT_PER_MINUTE=0\n', { mode: 0o600 });
  make(checkout, 'dev');
  make(checkout, 'seed', `SCALE=${count}`);
  const { frontend } = stackUrls(checkout);
  await withBrowser(async (browser) => {
    const { pagedMs, blockMs } = await measure(await browser.newPage(), frontend);
    const note = `${count} tasks, the development build`;
    printReport('many-tasks', [
      { what: 'paged to the end', measured: pagedMs / 1_000, unit: 's', note },
      { what: 'longest stand-still at the end', measured: blockMs, unit: 'ms', limit: { atMost: 2_000 }, note },
    ]);
  });
});

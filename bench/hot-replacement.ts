import { setTimeout as sleep } from 'node:timers/promises';
import { withBrowser } from './support/browser.ts';
import { make, withCheckoutCopy } from './support/checkout-copy.ts';
import { openEditedComponent } from './support/edited-component.ts';
import { printReport } from './support/report.ts';
import { stackUrls } from './support/stack-urls.ts';
import { describeSpread, median } from './support/statistics.ts';

const edits = 30;
const restMs = 300;

await withCheckoutCopy(async (checkout) => {
  make(checkout, 'dev');
  const { frontend } = stackUrls(checkout);
  const times: number[] = [];
  await withBrowser(async (browser) => {
    const edit = await openEditedComponent(await browser.newPage(), frontend, checkout);
    // The first one also makes the compiler warm.
    await edit();
    while (times.length < edits) {
      await sleep(restMs);
      times.push(await edit());
    }
  });
  printReport('hot-replacement', [
    {
      what: 'component saved to new document',
      measured: median(times),
      unit: 'ms',
      limit: { atMost: 150 },
      note: describeSpread(times, 'ms'),
    },
  ]);
});

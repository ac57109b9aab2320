import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findChromium } from '@zero-to-running/stack/test/find-chromium';
import { chromium, type Page } from 'playwright-core';
import { z } from 'zod';
import { make, withCheckoutCopy } from './support/checkout-copy.ts';
import { printReport } from './support/report.ts';
import { describeSpread, median } from './support/statistics.ts';

const edits = 30;
const restMs = 300;
/** What does not come within this counts as if it came then. */
const seenWithinMs = 10_000;

const edited = { file: 'frontend/src/app/brand.tsx', text: 'Zero to Running' };
const stateSchema = z.object({ urls: z.object({ frontend: z.string() }) });

const flags = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'];

/** Runs work with a page in this machine's browser. */
async function withPage(work: (page: Page) => Promise<void>): Promise<void> {
  const executablePath = findChromium(process.env);
  if (!executablePath) throw new Error('There is no Chromium on this machine: set CHROMIUM_PATH.');
  const browser = await chromium.launch({ executablePath, args: flags });
  try {
    await work(await browser.newPage());
  } finally {
    await browser.close();
  }
}

/** Runs in the page, before anything of it, and again after a reload. */
const observer = `
  new MutationObserver(() => {
    const text = document.querySelector('header a')?.textContent;
    if (text) reportBrand(text.trim());
  }).observe(document, { subtree: true, childList: true, characterData: true });
`;

/** Tells when a text is in the document, by what the page itself observes, which is quicker than asking it. */
async function observe(page: Page): Promise<(text: string) => Promise<void>> {
  const awaited = new Map<string, () => void>();
  await page.exposeFunction('reportBrand', (text: string) => awaited.get(text)?.());
  await page.addInitScript({ content: observer });
  return async (text) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    awaited.set(text, resolve);
    await Promise.race([promise, sleep(seenWithinMs, undefined, { ref: false })]);
    awaited.delete(text);
  };
}

await withCheckoutCopy(async (checkout) => {
  make(checkout, 'dev');
  const state = stateSchema.parse(JSON.parse(readFileSync(join(checkout, '.stack/state.json'), 'utf8')));
  const path = join(checkout, edited.file);
  const source = readFileSync(path, 'utf8');
  if (!source.includes(edited.text)) throw new Error(`${edited.file} has no '${edited.text}' to edit.`);
  const times: number[] = [];
  await withPage(async (page) => {
    const shown = await observe(page);
    await page.goto(state.urls.frontend);
    await page.getByText(edited.text).first().waitFor();
    for (let count = 0; count <= edits; count += 1) {
      await sleep(restMs);
      const text = `${edited.text} ${count}`;
      const seen = shown(text);
      const start = performance.now();
      writeFileSync(path, source.replace(edited.text, text));
      await seen;
      // The first one also makes the compiler warm.
      if (count > 0) times.push(performance.now() - start);
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

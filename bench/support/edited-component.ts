import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';

/** What does not come within this counts as if it came then. */
const seenWithinMs = 10_000;

const edited = { file: 'frontend/src/app/layout.tsx', text: '{product}\n' };

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

/**
 * Opens the application of a checkout's development server.
 * @returns saves an edited component, and tells after how many milliseconds the page shows it
 */
export async function openEditedComponent(page: Page, url: string, checkout: string): Promise<() => Promise<number>> {
  const path = join(checkout, edited.file);
  const source = readFileSync(path, 'utf8');
  if (!source.includes(edited.text)) throw new Error(`${edited.file} has no ${edited.text.trim()} to edit.`);
  const shown = await observe(page);
  await page.goto(url);
  const brand = await page.locator('header a').first().innerText();
  let count = 0;
  return async () => {
    count += 1;
    const seen = shown(`${brand} ${count}`);
    const start = performance.now();
    writeFileSync(path, source.replace(edited.text, `${edited.text.trim()} ${count}\n`));
    await seen;
    return performance.now() - start;
  };
}

import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { PagePool } from './page-pool.ts';

let launched: Promise<Browser> | undefined;
let pages: PagePool | undefined;

/** Pages of one browser, which all tests of the process share. */
export async function sharedPages(chromium: string): Promise<PagePool> {
  launched ??= launchBrowser(chromium);
  pages ??= new PagePool(await launched);
  return pages;
}

// At the top of a module this is a root hook: it runs once, after all tests of the process.
after(async () => {
  await (await launched)?.close();
});

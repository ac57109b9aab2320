import { findChromium } from '@zero-to-running/stack/test/find-chromium';
import { chromium, type Browser } from 'playwright-core';

const flags = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'];

/** Runs work with this machine's browser. @throws when there is none */
export async function withBrowser(work: (browser: Browser) => Promise<void>): Promise<void> {
  const executablePath = findChromium(process.env);
  if (!executablePath) throw new Error('There is no Chromium on this machine: set CHROMIUM_PATH.');
  const browser = await chromium.launch({ executablePath, args: flags });
  try {
    await work(browser);
  } finally {
    await browser.close();
  }
}

import assert from 'node:assert/strict';
import { chromium, type Page } from 'playwright-core';

const { CHROMIUM_PATH: executablePath } = process.env;

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

async function withPage(look: (page: Page) => Promise<void>): Promise<void> {
  assert.ok(executablePath);
  const browser = await chromium.launch({ executablePath, args: flags });
  try {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await look(page);
    assert.deepEqual(complaints, []);
  } finally {
    await browser.close();
  }
}

async function useTasks(page: Page): Promise<void> {
  const title = `by the browser ${Date.now()}`;
  await page.getByRole('link', { name: 'Tasks' }).click();
  await page.getByRole('textbox').fill(title);
  await page.getByRole('button', { name: 'Add task' }).click();
  const row = page.getByRole('listitem').filter({ hasText: title });
  await row.getByRole('checkbox').check();
  await row.getByText('Saving…').waitFor({ state: 'detached' });
  await page.reload();
  await row.getByRole('button', { name: /^Delete/ }).click();
  await row.waitFor({ state: 'detached' });
}

/** What a person sees and does, the same wherever the application runs. */
export function itWorksInABrowser(origin: () => Promise<string>): void {
  it('shows its health and keeps tasks, in a browser without one complaint (needs CHROMIUM_PATH)', async function look() {
    if (!executablePath) this.skip();
    await withPage(async (page) => {
      await page.goto(await origin());
      await page.getByRole('heading', { name: 'The whole system: All healthy' }).waitFor();
      for (const name of ['API', 'Database', 'Cache']) await page.getByRole('article', { name }).waitFor();
      await page.getByText('Live').waitFor();
      await useTasks(page);
    });
  });
}

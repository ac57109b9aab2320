import type { Browser, Page } from 'playwright-core';
import { extensionRoot } from '../../extension/test/support/host-tests.ts';
import type { VscodeServer } from '../../extension/test/support/vscode-server.ts';
import { workbenchUrl } from '../../extension/test/support/workbench.ts';

const deadlineMs = 60_000;

/** Opens a folder in a new window, with the extension as it is built. */
export async function openWindow(browser: Browser, server: VscodeServer, folder: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1_400 } });
  page.setDefaultTimeout(deadlineMs);
  await page.goto(workbenchUrl(server, { opens: folder, extension: extensionRoot }));
  await page.locator('.statusbar-item', { hasText: 'Stack:' }).waitFor();
  return page;
}

/** Runs a command by the name it has in the palette. */
export async function runCommand(page: Page, name: string): Promise<void> {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input').first();
  await input.waitFor();
  await input.fill(`>${name}`);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().waitFor();
  await page.keyboard.press('Enter');
}

/** Milliseconds that VS Code itself says the extension took to load and to activate. */
export async function activationMs(page: Page): Promise<number> {
  await runCommand(page, 'Show Running Extensions');
  const row = page.locator('.runtime-extensions-editor .extension', { hasText: /zero.to.running/i }).first();
  const text = await row.locator('.activation-time').textContent();
  const milliseconds = /(\d+)\s*ms/.exec(text ?? '')?.[1];
  if (milliseconds === undefined) throw new Error(`VS Code does not say how long it took: ${text}`);
  return Number(milliseconds);
}

import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';

/** What has the focus, as a screen reader would name it. */
export function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : element?.textContent;
    return `${element?.tagName.toLowerCase()} ${label?.trim() ?? ''}`;
  });
}

export async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** Presses Tab until something has the focus. */
export async function tabTo(page: Page, target: RegExp): Promise<void> {
  const seen: string[] = [];
  for (let step = 0; step < 30; step += 1) {
    await page.keyboard.press('Tab');
    const now = await focused(page);
    if (target.test(now)) return;
    seen.push(now);
  }
  assert.fail(`Tab never reached ${target}; it went over ${seen.join(' | ')}`);
}

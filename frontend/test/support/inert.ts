import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';

/** Text that would do something where it is taken for HTML. */
export const hostileHtml = '<img src=x onerror="globalThis.hit=1"><script>globalThis.hit=1</script>&lt;b&gt;';

/** Fails when any of the text has become an element or has run. */
export async function assertInert(page: Page): Promise<void> {
  assert.equal(await page.evaluate(() => Reflect.get(globalThis, 'hit')), undefined);
  assert.equal(await page.locator('#root img, #root script, #root b').count(), 0);
}

/** Fails when something is wider than the window. */
export async function assertNoOverflow(page: Page): Promise<void> {
  const { scrollWidth, clientWidth } = await page.evaluate(() => {
    const { documentElement } = document;
    return { scrollWidth: documentElement.scrollWidth, clientWidth: documentElement.clientWidth };
  });
  assert.ok(scrollWidth <= clientWidth, `the page is ${scrollWidth} px wide in a window of ${clientWidth} px`);
}

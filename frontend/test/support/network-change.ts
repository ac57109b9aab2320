import type { Page } from 'playwright-core';

/**
 * Chromium drops every request, those to loopback too, when a network interface of the machine comes or goes, as they do
 * where containers are started. It is the browser's own failure, and may hit any test at any time.
 */
export const networkChanged = 'net::ERR_NETWORK_CHANGED';

/** Resolves when a request of the page is dropped that way. */
export async function droppedRequest(page: Page): Promise<'dropped'> {
  await page.waitForEvent('requestfailed', {
    predicate: (request) => request.failure()?.errorText === networkChanged,
    timeout: 0,
  });
  return 'dropped';
}

/** How often a test is repeated in which that has happened. */
export const repetitions = 3;

import type { Page } from 'playwright-core';

/** Has VS Code leave webviews empty. */
export interface EmptyWebviews {
  /** Leaves so many of those empty that it makes from now on; those that it shows stay. */
  readonly leave: (count: number) => void;
  /** How many it was to leave empty and has not made yet. */
  readonly left: () => number;
}

/**
 * Makes VS Code's own page around a webview wait for its service worker without an end, without an error and without the
 * extension's page in it, as it does by itself at times.
 */
export async function emptyWebviews(page: Page): Promise<EmptyWebviews> {
  let left = 0;
  await page.exposeFunction('isToStayEmpty', () => {
    if (left === 0) return false;
    left -= 1;
    return true;
  });
  await page.addInitScript(`
    if (location.pathname.endsWith('/webview/browser/pre/index.html')) {
      const container = navigator.serviceWorker;
      const register = container.register.bind(container);
      container.register = async (...args) => {
        if (await isToStayEmpty()) await new Promise(() => {});
        return register(...args);
      };
    }
  `);
  return {
    leave: (count) => {
      left = count;
    },
    left: () => left,
  };
}

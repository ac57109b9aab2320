import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

const waitMs = 10_000;

const visitor = { locale: 'en-GB', timezoneId: 'UTC' } as const;

/**
 * Lends pages. A page of the usual kind is used again, since making one costs more than most tests; the application
 * keeps nothing in the browser, so that leaving it forgets all. Any other kind is made anew and closed.
 */
export class PagePool {
  readonly #browser: Browser;
  readonly #idle: Page[] = [];
  readonly #lent = new Map<Page, 'reused' | 'own'>();

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  async lend(options?: BrowserContextOptions): Promise<Page> {
    const page = (options ? undefined : this.#idle.pop()) ?? (await this.#make(options));
    this.#lent.set(page, options ? 'own' : 'reused');
    return page;
  }

  async #make(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.#browser.newContext({ ...visitor, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(waitMs);
    return page;
  }

  /** Takes every lent page back. */
  async collect(): Promise<void> {
    for (const [page, kind] of this.#lent) {
      page.removeAllListeners();
      if (kind === 'own') {
        await page.context().close();
      } else {
        await page.goto('about:blank');
        this.#idle.push(page);
      }
    }
    this.#lent.clear();
  }
}

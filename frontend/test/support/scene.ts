import assert from 'node:assert/strict';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { FakeApi } from './fake-api.ts';
import type { Gate } from './gate.ts';
import { droppedRequest, networkChanged } from './network-change.ts';

const visitAttempts = 5;

interface Props {
  readonly browser: Browser;
  readonly gate: Gate;
  readonly url: string;
}

/** What a test in the browser works with. */
export class Scene {
  /** Leads the dev server's proxy to the API. */
  readonly gate: Gate;
  readonly api: FakeApi;
  /** The application's origin. */
  readonly url: string;
  readonly #browser: Browser;
  readonly #contexts: BrowserContext[] = [];
  readonly #crashes: string[] = [];
  readonly #onDropped: () => void;

  /** @param onDropped is called when the browser drops a request because of the machine's network */
  constructor({ browser, gate, url }: Props, api: FakeApi, onDropped: () => void) {
    this.#browser = browser;
    this.gate = gate;
    this.api = api;
    this.url = url;
    this.#onDropped = onDropped;
  }

  /** Opens a page of the application as a new visitor. */
  async visit(path: string, options: BrowserContextOptions = {}, origin = this.url): Promise<Page> {
    const context = await this.#browser.newContext({ locale: 'en-GB', timezoneId: 'UTC', ...options });
    this.#contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on('pageerror', (error) => this.#crashes.push(error.message));
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) this.#crashes.push(message.text());
    });
    page.on('requestfailed', (request) => {
      if (request.failure()?.errorText === networkChanged) this.#onDropped();
    });
    for (let attempt = 1; attempt <= visitAttempts; attempt += 1) {
      if (await this.#load(page, new URL(path, origin).href)) return page;
    }
    throw new Error(`The browser dropped requests of ${path} ${visitAttempts} times`);
  }

  async #load(page: Page, url: string): Promise<boolean> {
    const dropped = droppedRequest(page).catch(() => 'closed');
    const loaded = page.goto(url).then(() => page.getByRole('main').waitFor());
    const outcome = await Promise.race([dropped, loaded.then(() => 'loaded')]).catch((error: unknown) => {
      if (String(error).includes(networkChanged)) return 'dropped';
      throw error;
    });
    loaded.catch(() => {});
    return outcome === 'loaded';
  }

  /** Puts everything back; what a page has thrown or was forbidden meanwhile fails the test. */
  async end(): Promise<void> {
    await Promise.all(this.#contexts.map((context) => context.close()));
    await this.gate.open();
    await this.api.close();
    assert.deepEqual(this.#crashes, []);
  }
}

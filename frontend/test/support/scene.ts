import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { Gate } from './gate.ts';
import { droppedRequest, networkChanged } from './network-change.ts';
import type { PagePool } from './page-pool.ts';

/** Milliseconds in which a page is opened again when the browser has dropped one of its requests. */
const visitDeadlineMs = 15_000;

const visitAgainMs = 200;

/** What scenes are made of. */
export interface StageProps {
  readonly pages: PagePool;
  readonly gate: Gate;
  readonly url: string;
}

/** What a test in the browser works with. */
export class Scene {
  /** The way from the browser, or from the server that it talks to, to what is tested. */
  readonly gate: Gate;
  /** The application's origin. */
  readonly url: string;
  readonly #pages: PagePool;
  readonly #crashes: string[] = [];
  readonly #onDropped: () => void;

  /** @param onDropped is called when the browser drops a request because of the machine's network */
  constructor({ pages, gate, url }: StageProps, onDropped: () => void) {
    this.#pages = pages;
    this.gate = gate;
    this.url = url;
    this.#onDropped = onDropped;
  }

  /**
   * Opens a page of the application as a new visitor.
   * @param options of a browser that is not the usual one
   */
  async visit(path: string, options?: BrowserContextOptions, origin = this.url): Promise<Page> {
    const page = await this.#pages.lend(options);
    page.on('pageerror', (error) => this.#crashes.push(error.message));
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) this.#crashes.push(message.text());
    });
    page.on('requestfailed', (request) => {
      if (request.failure()?.errorText === networkChanged) this.#onDropped();
    });
    for (const deadline = Date.now() + visitDeadlineMs; Date.now() < deadline; await delay(visitAgainMs)) {
      if (await this.#load(page, new URL(path, origin).href)) return page;
    }
    throw new Error(`The browser has dropped requests of ${path} for ${visitDeadlineMs} ms`);
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
    await this.#pages.collect();
    await this.gate.open();
    assert.deepEqual(this.#crashes, []);
  }
}

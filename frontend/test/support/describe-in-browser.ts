import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { builtApplication } from './built-application.ts';
import { FakeApi } from './fake-api.ts';
import { Gate } from './gate.ts';
import { PagePool } from './page-pool.ts';
import { Scene } from './scene.ts';
import { startPreview, type ViteServer } from './vite-server.ts';

/** What all tests in the browser share: one browser, and the built application, whose API is what the gate leads to. */
interface Stage {
  readonly browser: Browser;
  readonly pages: PagePool;
  readonly gate: Gate;
  readonly server: ViteServer;
}

/** How often a test is repeated in which the browser dropped requests because of the machine's network. */
const repetitions = 3;

async function build(chromium: string): Promise<Stage> {
  const gate = await Gate.open();
  const server = await startPreview(`http://127.0.0.1:${gate.port}`, await builtApplication());
  const browser = await launchBrowser(chromium);
  return { browser, pages: new PagePool(browser), gate, server };
}

let stage: Promise<Stage> | undefined;

// At the top of a module this is a root hook: it runs once, after all tests of the process.
after(async () => {
  if (!stage) return;
  const { browser, gate, server } = await stage;
  await browser.close();
  await server.program.stop();
  await gate.shut();
});

/** Tests that need a browser; each gets a scene with a fake API of its own. Skipped where CHROMIUM_PATH is missing. */
export function describeInBrowser(title: string, body: (scene: () => Scene) => void): void {
  describe(`${title} (in the browser of CHROMIUM_PATH)`, () => {
    let scene: Scene | undefined;
    before(async function start() {
      this.timeout(90_000);
      const chromium = process.env['CHROMIUM_PATH'];
      if (!chromium) this.skip();
      stage ??= build(chromium);
      await stage;
    });
    beforeEach(async function open() {
      assert.ok(stage, 'the hook before all tests has built it');
      const { pages, gate, server } = await stage;
      const api = await FakeApi.start();
      scene = new Scene({ pages, gate, url: server.url }, api, () => this.currentTest?.retries(repetitions));
      gate.lead({ port: api.port });
    });
    afterEach(async () => {
      await scene?.end();
      scene = undefined;
    });
    body(() => {
      assert.ok(scene, 'a scene exists during a test only');
      return scene;
    });
  });
}

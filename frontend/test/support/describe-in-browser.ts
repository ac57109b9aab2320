import assert from 'node:assert/strict';
import { builtApplication } from './built-application.ts';
import { FakeApi } from './fake-api.ts';
import { FakeScene } from './fake-scene.ts';
import { Gate } from './gate.ts';
import type { PagePool } from './page-pool.ts';
import { repetitions } from './network-change.ts';
import { sharedPages } from './shared-pages.ts';
import { startPreview, type ViteServer } from './vite-server.ts';

/** What these tests share: the built application, whose API is what the gate leads to. */
interface Stage {
  readonly pages: PagePool;
  readonly gate: Gate;
  readonly server: ViteServer;
}

async function build(chromium: string): Promise<Stage> {
  const gate = await Gate.open();
  const server = await startPreview(`http://127.0.0.1:${gate.port}`, await builtApplication());
  return { pages: await sharedPages(chromium), gate, server };
}

let stage: Promise<Stage> | undefined;

// At the top of a module this is a root hook: it runs once, after all tests of the process.
after(async () => {
  if (!stage) return;
  const { gate, server } = await stage;
  await server.program.stop();
  await gate.shut();
});

/** Tests that need a browser; each gets a scene with a fake API of its own. Skipped where CHROMIUM_PATH is missing. */
export function describeInBrowser(title: string, body: (scene: () => FakeScene) => void): void {
  describe(`${title} (in the browser of CHROMIUM_PATH)`, () => {
    let scene: FakeScene | undefined;
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
      scene = new FakeScene({ pages, gate, url: server.url }, api, () => this.currentTest?.retries(repetitions));
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

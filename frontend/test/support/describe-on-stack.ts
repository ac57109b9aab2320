import assert from 'node:assert/strict';
import { findStack, type Stack } from './find-stack.ts';
import { repetitions } from './network-change.ts';
import { sharedPages } from './shared-pages.ts';
import { StackScene } from './stack-scene.ts';
import { StackTasks } from './stack-tasks.ts';

let stack: Promise<Stack> | undefined;

// At the top of a module this is a root hook: it runs once, after all tests of the process.
after(async () => {
  await (await stack)?.stop();
});

/**
 * Tests that hold for every way in which the whole application can run: natively, in containers, and as what ships.
 * Each leaves the tasks as it found them. Skipped where CHROMIUM_PATH is missing, or there is no stack.
 */
export function describeOnStack(title: string, body: (scene: () => StackScene) => void): void {
  describe(`${title} (in the browser of CHROMIUM_PATH, on TEST_ORIGIN or the servers for tests)`, function suite() {
    this.timeout(40_000);
    const { CHROMIUM_PATH: chromium } = process.env;
    let scene: StackScene | undefined;
    before(async function start() {
      this.timeout(90_000);
      stack ??= chromium ? findStack(process.env) : undefined;
      if (!stack) return this.skip();
      await stack;
      return undefined;
    });
    beforeEach(async function open() {
      assert.ok(stack && chromium, 'the hook before all tests has found it');
      const { gate, url, api } = await stack;
      const stage = { pages: await sharedPages(chromium), gate, url };
      scene = new StackScene(stage, await StackTasks.at(api), () => this.currentTest?.retries(repetitions));
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

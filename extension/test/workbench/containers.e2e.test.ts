import assert from 'node:assert/strict';
import { outsideMake } from '@zero-to-running/stack/test/outside-make';
import { ComposeCheckout } from '../../../packages/stack/test/containers/support/compose-checkout.ts';
import { docker } from '../../../packages/stack/test/containers/support/docker.ts';
import { describeWithEngine } from '../../../packages/stack/test/containers/support/engine.ts';
import { Cleanups } from '../support/cleanups.ts';
import { hostTestPrerequisites } from '../support/run-host-tests.ts';
import { openWorkbench } from './support/open-workbench.ts';
import type { Person } from './support/person.ts';
import { shoot } from './support/shoot.ts';

describeWithEngine(
  'a person in front of a stack in containers (VSCODE_SERVER, CHROMIUM_PATH, TEST_DATABASE_URL)',
  function suite() {
    this.timeout(500_000);
    const cleanups = new Cleanups();
    let stack: ComposeCheckout;
    let person: Person;

    before(async function prepare() {
      const prerequisites = hostTestPrerequisites(process.env);
      if (!prerequisites) this.skip();
      stack = await ComposeCheckout.create('containers');
      cleanups.add(() => stack.remove());
      const { ok, output } = await stack.make('dev', { STACK: 'compose' });
      assert.ok(ok, output);
      const env = { ...outsideMake, STACK: '' };
      ({ person } = await openWorkbench({ ...prerequisites, opens: stack.project.root, env }, cleanups));
    });
    after(() => cleanups.run());
    afterEach(async function look() {
      if (this.currentTest?.isFailed()) await shoot(person.page, `failed: ${this.currentTest.title}`);
    });

    it('sees that a container was stopped, and starts it again', async () => {
      await person.openView();
      const environment = person.row('containers');
      await environment.filter({ hasText: 'all healthy' }).waitFor();
      await docker('stop', await stack.project.container('cache'));
      await person.row('Cache').filter({ hasText: 'unhealthy' }).waitFor();
      await person.page.locator('.statusbar-item', { hasText: 'degraded: Cache' }).waitFor();
      await shoot(person.page, 'containers: the cache was stopped');
      await person.pressInRow('Cache', 'Restart Service');
      await environment.filter({ hasText: 'all healthy' }).waitFor({ timeout: 120_000 });
      assert.deepEqual(await stack.running(), ['api', 'cache', 'database', 'frontend']);
    });
  },
);

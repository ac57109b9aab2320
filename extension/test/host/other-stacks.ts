import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commands } from 'vscode';
import type { ExtensionApi } from '../../src/extension.ts';
import { eventually } from '../support/eventually.ts';
import { control } from './control.ts';
import { activated, rows } from './extension.ts';

describe('the stack of another folder', () => {
  let api: ExtensionApi;
  let envFile: string;
  before(async () => {
    api = await activated();
    await commands.executeCommand('zeroToRunning.services.focus');
    const blog = api.environments.all.find(({ name }) => name === 'blog');
    assert.ok(blog?.folder);
    envFile = join(blog.folder.path, '.env');
  });
  after(async () => {
    await control('stopUsual');
    await control('callStack', 'shop-1');
    await rm(envFile, { force: true });
  });

  const row = async (name: string) => (await rows(api)).find(({ label }) => label === name);

  const becomes = (name: string, description: string, context: string) =>
    eventually(async () => {
      await commands.executeCommand('zeroToRunning.refresh', { environment: await idOf(name) });
      await eventually(async () => {
        const found = await row(name);
        assert.deepEqual([found?.description, found?.context], [description, `environment.local.${context}`]);
      }, 3_000);
    }, 30_000);

  const idOf = async (name: string) => (await row(name))?.id;

  it('is not taken for its own by one whose file leads to it, until that is written anew', async () => {
    await becomes('shop', 'all healthy', 'ok');
    await control('callStack', 'gone-1');
    await eventually(async () => {
      const shop = await row('shop');
      assert.equal(shop?.description, 'not running · another folder’s stack answers');
      assert.deepEqual([shop.context, shop.children], ['environment.local.stopped', []]);
    });
    await control('callStack', 'shop-1');
    await eventually(async () => assert.equal((await row('shop'))?.description, 'all healthy'));
  });

  it('at the usual address is not taken for one that does not run; its own is, whoever started it', async function usual() {
    if (!(await control('startUsual', 'other-2'))) this.skip();
    await becomes('blog', 'not running · another folder’s stack answers', 'stopped');
    await writeFile(envFile, 'COMPOSE_PROJECT_NAME=other-2\n');
    // Its frontend is looked for at the usual place as well, where there is none.
    await becomes('blog', 'degraded: Frontend', 'degraded');
    await writeFile(envFile, 'COMPOSE_PROJECT_NAME=blog-1\n');
    await becomes('blog', 'not running · another folder’s stack answers', 'stopped');
  });

  it('at the usual address may be its own where it has no name, and can be started beside it', async function usual() {
    if (!(await control('startUsual'))) this.skip();
    await becomes('blog', 'maybe another folder’s · degraded: Frontend', 'degraded.guess');
    const services = (await row('blog'))?.children.map(({ context }) => context);
    assert.deepEqual(services, ['service.guess.frontend', 'service.guess.api', 'service.guess', 'service.guess']);
  });
});

import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { copyFrontend } from './support/copy-frontend.ts';
import { describeInBrowser } from './support/describe-in-browser.ts';
import { startDevServer, type ViteServer } from './support/vite-server.ts';

describeInBrowser('hot replacement of modules', (scene) => {
  let copy: string | undefined;
  let server: ViteServer | undefined;
  beforeEach(async function start() {
    this.timeout(90_000);
    copy = await copyFrontend();
    server = await startDevServer(`http://127.0.0.1:${scene().gate.port}`, copy);
  });
  afterEach(async () => {
    await server?.program.stop();
    if (copy) await rm(copy, { recursive: true });
  });

  it('shows a saved component at once, and keeps what was typed', async function long() {
    this.timeout(60_000);
    assert.ok(copy && server);
    const page = await scene().visit('/tasks', undefined, server.url);
    const field = page.getByLabel('Title of the new task');
    // The first start of a dev server has to bundle the dependencies.
    await field.waitFor({ timeout: 30_000 });
    await field.fill('half a sen');
    const file = join(copy, 'src/features/tasks/tasks-page.tsx');
    const source = await readFile(file, 'utf8');
    assert.ok(source.includes('>Tasks</h1>'));
    await writeFile(file, source.replace('>Tasks</h1>', '>Tasks, saved</h1>'));
    await page.getByRole('heading', { name: 'Tasks, saved' }).waitFor();
    assert.equal(await field.inputValue(), 'half a sen');
  });
});

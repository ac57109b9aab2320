import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from './support/browser.ts';
import { copyFrontend } from './support/copy-frontend.ts';
import { forwardPorts, type Forwarding, type Rewriting } from './support/port-forwarding.ts';
import { startRealApi, type RealApi } from './support/real-api.ts';
import { addTask, row, tick } from './support/tasks-page.ts';
import { startDevServer, type ViteServer } from './support/vite-server.ts';

const { CHROMIUM_PATH: chromium, TEST_DATABASE_URL: databaseUrl, TEST_REDIS_URL: cacheUrl } = process.env;

const frontendName = 'silver-train-x7-3000.app.github.dev';
const apiName = 'silver-train-x7-4000.app.github.dev';

const services: readonly (readonly [string, Rewriting, Readonly<Record<string, string>>])[] = [
  ['as a codespace forwards it, which rewrites Host and Origin', { host: true, origin: true }, {}],
  ['by a proxy that rewrites Host alone', { host: true, origin: false }, {}],
  ['by a tunnel that rewrites nothing', { host: false, origin: false }, { ALLOWED_HOSTS: '.app.github.dev' }],
];

describe('the development server, reached through a forwarded port (in the browser of CHROMIUM_PATH)', function forwarded() {
  this.timeout(240_000);
  let api: RealApi;
  before(async function start() {
    if (!chromium || !databaseUrl || !cacheUrl) return this.skip();
    api = await startRealApi({ database: databaseUrl, cache: cacheUrl });
    return undefined;
  });
  after(() => api?.stop());

  for (const [title, rewriting, env] of services) {
    describe(title, () => {
      let copy: string;
      let server: ViteServer;
      let forwarding: Forwarding;
      let browser: Browser;
      let page: Page;

      before(async () => {
        copy = await copyFrontend();
        server = await startDevServer(`http://127.0.0.1:${api.port}`, copy, env);
        const ports = { [frontendName]: Number(new URL(server.url).port), [apiName]: api.port };
        forwarding = await forwardPorts(ports, rewriting);
        const map = `--host-resolver-rules=MAP *.app.github.dev 127.0.0.1:${forwarding.port}`;
        browser = await launchBrowser(chromium ?? '', [map]);
        page = await (await browser.newContext({ ignoreHTTPSErrors: true })).newPage();
      });
      after(async () => {
        await browser?.close();
        await forwarding?.close();
        await server?.program.stop();
        if (copy) await rm(copy, { recursive: true });
      });

      it('changes data, follows health and replaces a saved module', async () => {
        await page.goto(`https://${frontendName}/tasks`);
        // The first start of a dev server has to bundle the dependencies.
        await page.getByLabel('Title of the new task').waitFor({ timeout: 150_000 });
        await addTask(page, title);
        await tick(page, title).click();
        await page.getByRole('button', { name: 'Reload' }).click();
        await row(page, title).waitFor();
        assert.equal(await tick(page, title).isChecked(), true);

        const file = join(copy, 'src/features/tasks/tasks-page.tsx');
        const source = await readFile(file, 'utf8');
        assert.ok(source.includes('>Tasks</h1>'));
        await writeFile(file, source.replace('>Tasks</h1>', '>Tasks, saved</h1>'));
        await page.getByRole('heading', { name: 'Tasks, saved' }).waitFor();

        await page.getByRole('link', { name: /^Health/ }).click();
        await page.getByRole('heading', { name: 'The whole system: All healthy' }).waitFor();
        await page.getByText('Live', { exact: true }).waitFor();
      });

      it('reaches the API by its own forwarded port', async () => {
        const answer = await page.goto(`https://${apiName}/health/all`);
        assert.equal(answer?.status(), 200);
        assert.match((await answer?.text()) ?? '', /"status":"ok"/);
      });
    });
  }
});

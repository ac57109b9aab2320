import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { buildWebview } from '../../../build/bundle.ts';
import type { DashboardMemory, HostMessage } from '../../../src/shared/dashboard-protocol.ts';
import type { Cleanups } from '../../support/cleanups.ts';
import { extensionRoot } from '../../support/host-tests.ts';
import { keepNodeEnv } from '../../support/keep-node-env.ts';
import { startPageServer } from '../../support/page-server.ts';
import { launchBrowser } from '../../support/workbench.ts';

const page = `<!doctype html>
<html lang="en">
  <head><link rel="stylesheet" href="/main.css" /></head>
  <body>
    <div id="root"></div>
    <script>
      window.posted = [];
      window.acquireVsCodeApi = () => ({
        postMessage: (message) => window.posted.push(message),
        getState: () => window.kept,
        setState: (memory) => { window.kept = memory; },
      });
    </script>
    <script type="module" src="/main.js"></script>
  </body>
</html>`;

const types: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css' };

/** The dashboard's page as it is built, in a browser that stands in for VS Code. */
export interface WebviewPage {
  readonly page: Page;
  /** Posts what the extension host would. */
  readonly post: (message: HostMessage) => Promise<void>;
}

/**
 * @param locale the browser's language
 * @param memory what VS Code kept of the page over a reload
 */
export async function openWebviewPage(
  chromium: string,
  locale: string,
  cleanups: Cleanups,
  memory?: DashboardMemory,
): Promise<WebviewPage> {
  await keepNodeEnv(() => buildWebview(extensionRoot));
  const server = await startPageServer(({ url = '' }, response) => {
    const [, name = '', type = ''] = /^\/(main\.(js|css))$/.exec(url) ?? [];
    const body = name ? readFileSync(join(extensionRoot, 'dist/webview', name)) : page;
    response.setHeader('content-type', types[type] ?? 'text/html').end(body);
  });
  cleanups.add(server.stop);
  const browser = await launchBrowser(chromium);
  cleanups.add(() => browser.close());
  const opened = await browser.newPage({ locale, viewport: { width: 900, height: 900 } });
  await opened.addInitScript((kept) => Object.assign(globalThis, { kept }), memory);
  await opened.goto(server.origin);
  await opened.waitForFunction(() => JSON.stringify(Reflect.get(globalThis, 'posted')) === '[{"type":"ready"}]');
  return {
    page: opened,
    post: (message) => opened.evaluate((data) => Reflect.get(globalThis, 'postMessage')(data), message),
  };
}

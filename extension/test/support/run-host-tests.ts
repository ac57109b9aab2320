import type { Page } from 'playwright-core';
import { bundleExtension } from '../../build/bundle.ts';
import type { Cleanups } from './cleanups.ts';
import { startControlServer } from './control-server.ts';
import { bundleHostTests, extensionRoot, type HostResult } from './host-tests.ts';
import { startPageServer } from './page-server.ts';
import { makeProjectFolder, makeWorkspaceFile } from './project-folder.ts';
import { startRealApi } from './real-api.ts';
import { UsualApi } from './usual-api.ts';
import { startVscodeServer } from './vscode-server.ts';
import { launchBrowser, runInWorkbench } from './workbench.ts';

/** What the tests need that a machine may lack. */
export interface HostTestPrerequisites {
  readonly vscodeServer: string;
  readonly chromium: string;
  readonly databaseUrl: string;
}

/** What the tests came to. */
export interface HostRunReport {
  readonly code: number;
  readonly results: readonly HostResult[];
  readonly output: readonly string[];
}

export function hostTestPrerequisites(env: NodeJS.ProcessEnv): HostTestPrerequisites | undefined {
  const { VSCODE_SERVER: vscodeServer, CHROMIUM_PATH: chromium, TEST_DATABASE_URL: databaseUrl } = env;
  return vscodeServer && chromium && databaseUrl ? { vscodeServer, chromium, databaseUrl } : undefined;
}

const deadlineMs = 240_000;

/** Leaves a file also where make is only asked for its targets. */
const makefile = `READ := $(shell touch read-by-make)
logs:
	@echo "[2026-11-23] ready, password=hunter2"; echo "FATAL: $(SERVICE) broke, see postgres://app:hunter2@db/app"; echo "going on"
wait:
	@sleep 600
health-token:
	@cat "health-token-$(ENV).json"
`;

function within<Value>(ms: number, promise: Promise<Value>, otherwise: () => Error): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(otherwise()), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Types into the box that asks for a text, and accepts it, as a person does; waits until there is one. */
async function typeInInputBox(page: Page, text: string): Promise<void> {
  const input = page.locator('.quick-input-widget:visible input.input');
  await input.waitFor();
  await input.fill(text);
  await input.press('Enter');
}

/** Undoes what the server for tests says, which trusts every folder. */
const trustIsAsked = ['--disable-workspace-trust=false'];

/** Runs all tests of `test/host`, in an extension host for each kind of window, against a real API. */
export async function runHostTests(
  { vscodeServer, chromium, databaseUrl }: HostTestPrerequisites,
  cleanups: Cleanups,
): Promise<HostRunReport[]> {
  const results: HostResult[] = [];
  const [tests, api, frontend] = await Promise.all([
    bundleHostTests(),
    startRealApi(databaseUrl, { STACK_NAME: 'shop-1' }),
    startPageServer(),
    bundleExtension(extensionRoot),
  ]);
  cleanups.add(api.stop);
  cleanups.add(frontend.stop);
  const folder = makeProjectFolder(makefile);
  cleanups.add(folder.remove);
  const urls = { api: api.origin, frontend: frontend.origin };
  folder.setUrls(urls);
  const usual = new UsualApi(databaseUrl);
  cleanups.add(() => usual.stop());
  let page: Page | undefined;
  const control = await startControlServer({
    result: (result) => {
      // oxlint-disable-next-line no-unsafe-type-assertion -- Sent by our own runner.
      results.push(result as HostResult);
    },
    killCache: api.killCache,
    startCache: api.startCache,
    killApi: api.kill,
    startApi: api.start,
    stopStack: () => folder.setUrls(undefined),
    announceStack: () => folder.setUrls(urls),
    callStack: (name) => folder.setUrls(urls, String(name)),
    startUsual: (name) => usual.start(typeof name === 'string' ? name : undefined),
    stopUsual: () => usual.stop(),
    typeInInputBox: (text) => page && typeInInputBox(page, String(text)),
    killFrontend: frontend.stop,
    startFrontend: frontend.start,
  });
  cleanups.add(control.stop);
  const env = { ZERO_TO_RUNNING_TEST_CONTROL: control.url };
  const browser = await launchBrowser(chromium);
  cleanups.add(() => browser.close());
  const runs: HostRunReport[] = [];
  for (const { opens, args } of [
    { opens: folder.path, args: [] },
    { opens: makeWorkspaceFile(folder), args: [] },
    { opens: folder.path, args: trustIsAsked },
  ]) {
    const server = await startVscodeServer(vscodeServer, { env, args });
    cleanups.add(server.stop);
    const run = await runInWorkbench(browser, server, { opens, extension: extensionRoot, tests });
    ({ page } = run);
    const code = await within(deadlineMs, run.exit, () => {
      return new Error(`The tests in the extension host did not end:\n${run.output.join('\n')}`);
    });
    runs.push({ code, results: results.splice(0), output: run.output });
    await run.page.close();
    await server.stop();
  }
  return runs;
}

import { chromium, type Browser, type Page } from 'playwright-core';
import type { VscodeServer } from './vscode-server.ts';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the browser of this machine that CHROMIUM_PATH names. */
export function launchBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: flags });
}

export interface WorkbenchOptions {
  /** Absolute path of the folder, or of the `.code-workspace` file, to open. */
  readonly opens: string;
  /** Absolute path of an extension's folder that is loaded as it is; not needed for an installed one. */
  readonly extension?: string;
  /** Absolute path of a CommonJS file whose `run` is called in the extension host. */
  readonly tests?: string;
}

/** The address at which a server shows a workbench. */
export function workbenchUrl({ authority }: VscodeServer, { opens, extension, tests }: WorkbenchOptions): string {
  const remote = (path: string) => `vscode-remote://${authority}${path}`;
  const payload = [
    ...(extension ? [['extensionDevelopmentPath', remote(extension)]] : []),
    ...(tests ? [['extensionTestsPath', remote(tests)]] : []),
  ];
  const url = new URL(`http://${authority}/`);
  url.searchParams.set(opens.endsWith('.code-workspace') ? 'workspace' : 'folder', opens);
  if (payload.length > 0) url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}

/** What the tests in an extension host came to, and what it printed. */
export interface HostRun {
  readonly page: Page;
  /** Resolves with the exit code when the tests are done. */
  readonly exit: Promise<number>;
  readonly output: readonly string[];
}

/** Opens a workbench whose extension host runs tests. */
export async function runInWorkbench(
  browser: Browser,
  server: VscodeServer,
  options: WorkbenchOptions,
): Promise<HostRun> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const output: string[] = [];
  const exit = Promise.withResolvers<number>();
  await page.exposeFunction('codeAutomationExit', (code: number) => exit.resolve(code));
  await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
    output.push(`${type}: ${args.map(String).join(' ')}`);
  });
  page.on('crash', () => exit.reject(new Error('The page of the workbench crashed')));
  await page.goto(workbenchUrl(server, options));
  return { page, exit: exit.promise, output };
}

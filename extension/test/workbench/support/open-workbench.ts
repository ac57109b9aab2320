import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Cleanups } from '../../support/cleanups.ts';
import { startVscodeServer } from '../../support/vscode-server.ts';
import { launchBrowser, workbenchUrl } from '../../support/workbench.ts';
import { installPackaged } from './install-packaged.ts';
import { Person } from './person.ts';

interface WorkbenchOptions {
  readonly vscodeServer: string;
  readonly chromium: string;
  /** Absolute path of the folder. */
  readonly opens: string;
  /** More of the environment of what runs in VS Code. */
  readonly env?: Readonly<Record<string, string>>;
}

/** VS Code on a folder, with the packaged extension installed, and somebody in front of it. */
export interface Workbench {
  readonly page: Page;
  readonly person: Person;
  /** Changes settings, which take effect while the window is open. */
  readonly set: (settings: Readonly<Record<string, unknown>>) => void;
}

const actionDeadlineMs = 45_000;

/** @param cleanups gets what has to be stopped */
export async function openWorkbench(options: WorkbenchOptions, cleanups: Cleanups): Promise<Workbench> {
  const { vscodeServer, chromium, opens, env = {} } = options;
  const server = await startVscodeServer(vscodeServer, {
    settings: { 'workbench.colorTheme': 'Default Dark Modern', 'window.dialogStyle': 'custom' },
    env,
  });
  cleanups.add(server.stop);
  await installPackaged(vscodeServer, server);
  const browser = await launchBrowser(chromium);
  cleanups.add(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(actionDeadlineMs);
  await page.goto(workbenchUrl(server, { opens }));
  const settings = join(server.data, 'data/Machine/settings.json');
  return {
    page,
    person: new Person(page),
    set: (changes) => {
      writeFileSync(settings, JSON.stringify({ ...JSON.parse(readFileSync(settings, 'utf8')), ...changes }));
    },
  };
}

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Cleanups } from '../../support/cleanups.ts';
import { eventually } from '../../support/eventually.ts';
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
  /** Where VS Code keeps what it and its extensions keep. */
  readonly data: string;
  /** Changes settings while the window is open, and waits until VS Code has taken them. */
  readonly set: (settings: Readonly<Record<string, unknown>>) => Promise<void>;
}

const actionDeadlineMs = 45_000;

/** VS Code's watcher at times misses that a file was written; the window's title says which settings it has taken. */
function settingsOf(page: Page, file: string): Workbench['set'] {
  let changes = 0;
  return async (settings) => {
    changes += 1;
    const mark = `change ${changes} of the settings`;
    const before: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const after = JSON.stringify({ ...Object(before), ...settings, 'window.title': `\${rootName}, ${mark}` });
    await eventually(async () => {
      writeFileSync(file, after);
      await page.waitForFunction(`document.title.includes('${mark}')`, undefined, { timeout: 5_000 });
    }, actionDeadlineMs);
  };
}

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
  const { data } = server;
  return { page, person: new Person(page), data, set: settingsOf(page, join(data, 'data/Machine/settings.json')) };
}

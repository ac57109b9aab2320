import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { extensionRoot } from '../../support/host-tests.ts';
import type { VscodeServer } from '../../support/vscode-server.ts';

const run = promisify(execFile);

const deadlineMs = 120_000;

async function runPackage(): Promise<string> {
  const tools = join(extensionRoot, '../node_modules/.bin');
  const env = { ...process.env, PATH: `${tools}:${process.env['PATH'] ?? ''}` };
  const { stdout, stderr } = await run(process.execPath, ['--run', 'package'], {
    cwd: extensionRoot,
    env,
    timeout: deadlineMs,
  });
  return stdout + stderr;
}

let printed: Promise<string> | undefined;

/** Packages the extension as `make package` does, once for all tests; what it printed is returned. */
export function packageExtension(): Promise<string> {
  printed ??= runPackage();
  return printed;
}

/** Where `packageExtension` puts it. */
export const packaged = join(extensionRoot, 'dist/extension.vsix');

/** Installs the packaged extension, as a person would: not its folder, which has more in it. */
export async function installPackaged(program: string, { data }: VscodeServer): Promise<void> {
  await packageExtension();
  const env = { ...process.env, VSCODE_SERVER_DATA: data };
  await run(program, ['0', '--install-extension', packaged], { env, timeout: deadlineMs });
}

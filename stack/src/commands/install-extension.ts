import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Checkout } from '../checkout.ts';
import { StackError } from '../stack-error.ts';
import { scriptsCommand } from './scripts.ts';

/** What VS Code and the editors made from it are called on a command line. */
const editors = ['code', 'code-insiders', 'codium', 'cursor'];

const vsix = 'extension/dist/extension.vsix';

function isThere(editor: string): boolean {
  return spawnSync(editor, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0;
}

/**
 * `make install-extension`: packages the extension, and installs it in the VS Code of this machine.
 * @param named the program of another editor, by `CODE`
 * @returns the process's exit code
 * @throws StackError where there is no editor to be found
 */
export function installExtensionCommand(checkout: Checkout, named: string | undefined): number {
  const editor = named ? [named].find(isThere) : editors.find(isThere);
  if (!editor) {
    throw new StackError(named ? `CODE=${named} cannot be run` : `None of ${editors.join(', ')} can be run`, {
      fix: [
        "In VS Code: open the command palette, run “Shell Command: Install 'code' command in PATH”, and try again.",
        `Or run “Extensions: Install from VSIX…” there, with ${vsix}, which make package makes.`,
        'Another editor, or another path: make install-extension CODE=/path/to/it',
      ],
    });
  }
  const packaged = scriptsCommand(checkout, ['package']);
  if (packaged !== 0) return packaged;
  const { status } = spawnSync(editor, ['--install-extension', join(checkout.root, vsix), '--force'], {
    stdio: 'inherit',
  });
  return status ?? 1;
}

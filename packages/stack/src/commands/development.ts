import { spawnSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { delimiter, join, basename } from 'node:path';
import { type Checkout, thisCheckout } from '../checkout.ts';
import type { StackDriver } from '../driver.ts';
import { messageOf } from '../errors.ts';
import { installGitHook } from '../git-hook.ts';
import { StackError } from '../stack-error.ts';
import { shownStdio } from '../terminal/json.ts';
import { paint } from '../terminal/format.ts';
import type { Outcome } from '../verbs.ts';

/**
 * `make install`: the dependencies, which `packages/stack/run` has installed by now, what else a first start would fetch, so
 * that it is quick and needs no network, and git's checks before a commit.
 * @returns the process's exit code: 0 also without what the stack can do without
 */
export async function installCommand(checkout: Checkout, driver: StackDriver): Promise<number> {
  if (await installGitHook(checkout)) console.log('Git checks format and types before a commit (CONTRIBUTING.md).');
  try {
    await driver.fetch((message) => console.log(`Redis: ${message}`));
    if (!driver.isGuest) console.log('Everything is installed. Start it: make dev');
  } catch (error) {
    if (!(error instanceof StackError)) throw error;
    console.log(`${paint('yellow', '!')} No Redis: ${messageOf(error)}. The stack would start without a cache.`);
    for (const line of error.fix) console.log(`  ${paint('cyan', '→')} ${line}`);
  }
  return 0;
}

/** Runs a script of the root's package.json with the project's own tools, its output as it comes. */
function runScript({ root }: Checkout, name: string): number {
  const tools = join(root, 'node_modules/.bin');
  const { status } = spawnSync(process.execPath, ['--run', name], {
    cwd: root,
    stdio: shownStdio(),
    env: { ...process.env, PATH: `${tools}${delimiter}${process.env.PATH ?? ''}` },
  });
  return status ?? 1;
}

/**
 * `make types`, `make lint`, `make format` and others that a script of the same name does.
 * @returns the first exit code that is not 0; later scripts run all the same, so that one sees everything at once
 */
export function scriptsCommand(checkout: Checkout, names: readonly string[]): number {
  return names.map((name) => runScript(checkout, name)).find((code) => code !== 0) ?? 0;
}

const benchmarks = join(thisCheckout.root, 'bench');

function selectBenchmarks(name: string | undefined): string[] {
  const names = globSync('*.ts', { cwd: benchmarks }).map((file) => basename(file, '.ts'));
  if (!name) return names.toSorted();
  if (names.includes(name)) return [name];
  throw new StackError(`NAME=${name}: there is no such benchmark`, {
    fix: [`It is one of: ${names.toSorted().join(', ')}`],
  });
}

/**
 * `make bench`: runs every benchmark, or the one that NAME names, one after the other.
 * @returns the process's exit code: a benchmark that misses a figure has not failed, one that could not measure has
 */
export async function benchCommand(env: NodeJS.ProcessEnv): Promise<number> {
  let failed = 0;
  for (const name of selectBenchmarks(env['NAME'])) {
    const child = spawn(process.execPath, [join(benchmarks, `${name}.ts`)], { env, stdio: shownStdio() });
    await once(child, 'exit');
    if (child.exitCode !== 0) failed += 1;
  }
  return failed === 0 ? 0 : 1;
}

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
    stdio: shownStdio(),
  });
  return status ?? 1;
}

/**
 * `make texts`: prints every text that a person may read, by surface and file, so that they can be read in one sitting.
 * @returns the process's exit code; for programs `{ texts }`
 */
export async function textsCommand({ root }: Checkout): Promise<Outcome> {
  const { formatTexts, listTexts } = await import('../texts/list-texts.ts');
  const texts = listTexts(root);
  console.log(formatTexts(texts));
  return { code: 0, report: { texts } };
}

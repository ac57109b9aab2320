import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import type { Checkout } from '../checkout.ts';

/** Runs a script of the root's package.json with the project's own tools, its output as it comes. */
function runScript({ root }: Checkout, name: string): number {
  const tools = join(root, 'node_modules/.bin');
  const { status } = spawnSync(process.execPath, ['--run', name], {
    cwd: root,
    stdio: 'inherit',
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

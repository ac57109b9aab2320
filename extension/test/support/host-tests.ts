import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { hostOptions } from '../../build/bundle.ts';

/** The extension's folder. */
export const extensionRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** What became of one test in the extension host. */
export interface HostResult {
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'pending';
  readonly error: string | undefined;
}

/**
 * Bundles the tests that run inside the extension host.
 * @returns the file whose `run` runs them
 */
export async function bundleHostTests(): Promise<string> {
  const outfile = join(extensionRoot, 'dist/test/host.cjs');
  await build({
    ...hostOptions,
    external: [...hostOptions.external, 'mocha'],
    entryPoints: [join(extensionRoot, 'test/host/run.ts')],
    outfile,
    sourcemap: 'inline',
  });
  return outfile;
}

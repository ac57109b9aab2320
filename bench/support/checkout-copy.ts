import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyDependencies } from '@zero-to-running/stack/test/copy-dependencies';
import { outsideMake } from '@zero-to-running/stack/test/outside-make';

const root = join(import.meta.dirname, '../..');

/** Runs `make` in a checkout, quietly. @throws with its output when it fails */
export function make(checkout: string, ...args: string[]): void {
  // The native stack is what is measured.
  const env = { ...process.env, ...outsideMake };
  execFileSync('make', [...args, 'STACK=native'], {
    cwd: checkout,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 120_000,
  });
}

/**
 * Runs work in a clone of what is committed here, with the dependencies that are installed here, linked; a stack that
 * runs in it is stopped after it, and its data deleted, whatever happens.
 */
export async function withCheckoutCopy(work: (checkout: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const checkout = join(folder, 'checkout');
  try {
    execFileSync('git', ['clone', '--quiet', '--local', root, checkout]);
    copyDependencies(root, checkout);
    // Bundled for another folder, Vite would bundle it anew, and keep the bundler's memory.
    rmSync(join(checkout, 'frontend/node_modules/.vite'), { recursive: true, force: true });
    await work(checkout);
  } finally {
    // Started by root, the stack has data outside as well.
    if (existsSync(join(checkout, '.stack'))) make(checkout, 'clean', 'YES=1');
    rmSync(folder, { recursive: true, force: true });
  }
}

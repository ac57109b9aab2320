import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const folders = ['node_modules', 'api/node_modules', 'frontend/node_modules'];

function copy(from: string, to: string, option: '-a' | '-al'): void {
  for (const folder of folders.filter((name) => existsSync(join(from, name)))) {
    mkdirSync(dirname(join(to, folder)), { recursive: true });
    execFileSync('cp', [option, join(from, folder), join(to, folder)]);
  }
}

const nearby = new Map<string, string>();

/** A copy beside temporary folders, to which those of this process can be links; gone when the process ends. */
function nearbyCopy(root: string): string {
  const before = nearby.get(root);
  if (before) return before;
  const folder = mkdtempSync(join(tmpdir(), 'dependencies-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  copy(root, folder, '-a');
  nearby.set(root, folder);
  return folder;
}

/**
 * Copies what is installed in a checkout into a temporary one, by links, which cost neither time nor room. Where the two
 * are on different file systems, as in the dev container, the first copy of a process is a real one.
 * @param owned whether the copy's files are to have owners of their own, which links have not
 */
export function copyDependencies(from: string, to: string, { owned = false } = {}): void {
  const canLink = statSync(join(from, 'node_modules')).dev === statSync(to).dev;
  if (owned) copy(from, to, '-a');
  else copy(canLink ? from : nearbyCopy(from), to, '-al');
}

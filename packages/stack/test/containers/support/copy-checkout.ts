import { cp, mkdir, mkdtemp, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { thisCheckout } from '../../../src/checkout.ts';
import { succeed } from './docker.ts';
import { copyPrefix } from './sweep.ts';

/**
 * Copies what is in the repository, with what is not committed yet, into a folder of its own.
 * @param name of the folder; its parent's has a space
 * @returns its path
 */
export async function copyCheckout(name: string): Promise<string> {
  const { root } = thisCheckout;
  const target = join(await realpath(await mkdtemp(join(tmpdir(), copyPrefix(process.pid)))), name);
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const files = (await succeed('git', list, { cwd: root })).split('\0').filter(Boolean);
  for (const file of files) {
    const to = join(target, file);
    await mkdir(dirname(to), { recursive: true });
    await cp(join(root, file), to, { verbatimSymlinks: true }).catch((error: NodeJS.ErrnoException) => {
      // Deleted, and not committed yet.
      if (error.code !== 'ENOENT') throw error;
    });
  }
  return target;
}

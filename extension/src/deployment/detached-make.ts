import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { knowProcess, type KnownProcess } from './known-process.ts';

/**
 * Runs what it is given with its output in files, and says in one more how that ended. Told to end, it waits for what it
 * runs, as does what keeps the output: a pipe that closes would end that in the middle. Of the output, 8 MB are kept and the
 * rest is dropped; there may be nobody who reads it.
 */
const script = `
trap : TERM
directory=$1; shift
keep() { trap '' TERM XFSZ; ulimit -f 16384; cat >"$1"; cat >/dev/null; }
{
  { trap : TERM; "$@"; echo $? >"$directory/code"; } 2>&1 >&3 3>&- | keep "$directory/stderr" 3>&-
} 3>&1 | keep "$directory/stdout"
`;

export interface DetachedMake {
  /** Absolute path of the folder with the Makefile. */
  readonly folder: string;
  readonly target: string;
  /** Options of the target. Not arguments, in which make would expand what looks like its own syntax. */
  readonly env: Readonly<Record<string, string>>;
  /** Where its files go; made if it is not there. */
  readonly directory: string;
}

/** Starts make so that it goes on when this process ends, as it does when the window is reloaded. */
export async function startDetached({ folder, target, env, directory }: DetachedMake): Promise<KnownProcess> {
  await mkdir(directory, { recursive: true });
  const child = spawn('sh', ['-c', script, 'sh', directory, 'make', '--no-print-directory', target], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: 'ignore',
    detached: true,
  });
  await once(child, 'spawn');
  child.unref();
  if (child.pid === undefined) throw new Error(`make ${target} could not be started`);
  return knowProcess(child.pid);
}

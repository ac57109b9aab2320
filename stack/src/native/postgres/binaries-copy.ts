import { spawnSync } from 'node:child_process';
import { constants, cpSync, existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { StackError } from '../../stack-error.ts';
import { mayRead, type SystemUser } from '../system-user.ts';
import type { PostgresBinaries } from './binaries.ts';

const prefix = 'postgresql-';

/**
 * A folder of programs that a user may read: the installed one, or a copy of it below `home`, made once per version.
 * @throws StackError when the copy cannot be made readable
 */
export function binariesFor(user: SystemUser, { directory, version }: PostgresBinaries, home: string): string {
  const programs = ['bin/postgres', 'bin/initdb', 'lib', 'share'].map((name) => join(directory, name));
  if (mayRead(user, programs)) return directory;
  const copy = join(home, prefix + version);
  if (existsSync(copy)) return copy;
  for (const outdated of readdirSync(home).filter((name) => name.startsWith(prefix))) {
    rmSync(join(home, outdated), { recursive: true });
  }
  const unfinished = `${copy}.unfinished`;
  cpSync(directory, unfinished, { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE });
  const { status, stderr } = spawnSync('chmod', ['-R', 'a+rX', unfinished], { encoding: 'utf8' });
  if (status !== 0) throw new StackError(`Cannot make ${unfinished} readable for ${user.name}: ${stderr.trim()}`);
  renameSync(unfinished, copy);
  return copy;
}

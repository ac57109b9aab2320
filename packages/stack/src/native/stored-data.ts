import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Checkout } from '../checkout.ts';
import type { DataItem } from '../driver.ts';
import { messageOf } from '../errors.ts';
import { StackError } from '../stack-error.ts';
import { isOthers } from './postgres/home.ts';

const names: Readonly<Record<string, string>> = {
  postgres: 'the database, with all its data',
  logs: 'logs',
  tools: 'fetched programs',
};

/** What was copied from damaged data, and what is of the stack in containers. */
const kept: ReadonlySet<string> = new Set(['rescued', 'snapshots-compose.json']);

/** du(1) counts 1024-byte blocks. */
function sizeOf(path: string): number {
  const { stdout } = spawnSync('du', ['-sk', path], { encoding: 'utf8' });
  return (Number.parseInt(stdout, 10) || 0) * 1024;
}

/** Where root keeps the data outside, as `openPostgresHome` says; not where a copied link leads to another's. */
function outside(checkout: Checkout): string | undefined {
  const { postgres } = checkout;
  if (!lstatSync(postgres, { throwIfNoEntry: false })?.isSymbolicLink()) return undefined;
  const link = readlinkSync(postgres);
  return isOthers(link, checkout) ? undefined : link;
}

/** What the native stack has stored for a checkout; nothing when it never ran. */
export function storedData(checkout: Checkout): DataItem[] {
  if (!existsSync(checkout.directory)) return [];
  return readdirSync(checkout.directory).flatMap((name) => {
    const what = names[name];
    const inside = join(checkout.directory, name);
    const path = (name === 'postgres' && outside(checkout)) || inside;
    return what && existsSync(path) ? [{ what, path, bytes: sizeOf(path) }] : [];
  });
}

/**
 * Deletes what is in `.stack`, and the folder outside if there is one; what was rescued stays.
 * @throws StackError when they are another user's
 */
export function deleteStoredData(checkout: Checkout): void {
  const link = outside(checkout);
  try {
    if (link) rmSync(link, { recursive: true, force: true });
    for (const name of readdirSync(checkout.directory)) {
      if (!kept.has(name)) rmSync(join(checkout.directory, name), { recursive: true, force: true });
    }
  } catch (error) {
    throw new StackError(`${checkout.directory} cannot be deleted: ${messageOf(error)}`, {
      fix: ['If root started the stack before: sudo make clean'],
      cause: error,
    });
  }
}

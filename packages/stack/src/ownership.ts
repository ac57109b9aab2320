import { existsSync, realpathSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Checkout } from './checkout.ts';
import { codeOf } from './errors.ts';
import { isAlive, type ProcessIdentity, processTable } from './process/processes.ts';
import { StackError } from './stack-error.ts';

// "Is this mine?" for everything that a stack makes. A port is no identity, and neither is a name in a file that can be
// copied: what decides is the folder, by its path and inode, which a copy never shares.

/** What a thing bears of the checkout that made it. */
export interface Mark {
  /** The checkout's `id`. */
  readonly id: string;
  readonly root: string;
}

/** The mark to put on what this checkout makes. */
export const markOf = ({ id, root }: Checkout): Mark => ({ id, root });

const markSchema = z.object({ id: z.string(), root: z.string() });

/** @returns undefined for text that is no mark */
export function parseMark(text: string | null | undefined): Mark | undefined {
  try {
    return markSchema.safeParse(JSON.parse(text ?? '')).data;
  } catch {
    return undefined;
  }
}

function isSameFolder(one: string, other: string): boolean {
  try {
    return realpathSync(one) === realpathSync(other);
  } catch {
    return one === other;
  }
}

/** Whether a file is there, or lies behind a folder that may not be looked into. */
function mayExist(file: string): boolean {
  try {
    statSync(file);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ENOENT' && codeOf(error) !== 'ENOTDIR';
  }
}

/**
 * The other checkout that a mark names. A folder that is no checkout any more was moved or deleted, and what it made is
 * this one's as much as anybody's.
 * @param files that show that a checkout is there still
 * @returns its folder; undefined when what bears the mark is this checkout's own
 */
export function otherCheckout(
  checkout: Checkout,
  { id, root }: Partial<Mark>,
  files: readonly string[] = [join(root ?? '', 'docker-compose.yml')],
): string | undefined {
  if (root === undefined || id === checkout.id || isSameFolder(root, checkout.root)) return undefined;
  return files.some(mayExist) ? root : undefined;
}

/** What is asked of a container to know whose it is. */
export interface ContainerOrigin {
  readonly id: string;
  /** Folder that its project was started from. */
  readonly folder: string | undefined;
  /** Compose files that it was started by. */
  readonly files: readonly string[];
}

/** The checkout that other than this one has started any of these containers; undefined when none has. */
export function otherStarter(checkout: Checkout, containers: readonly ContainerOrigin[]): string | undefined {
  for (const { folder, files } of containers) {
    const other = otherCheckout(checkout, folder === undefined ? {} : { root: folder }, files);
    if (other !== undefined) return other;
  }
  return undefined;
}

/**
 * The same inside the dev container, where folders have other names: its own project is that of the container that this
 * runs in.
 */
export function otherStarterInside(containers: readonly ContainerOrigin[], self = hostname()): string | undefined {
  const isShortId = /^[0-9a-f]{12}$/.test(self);
  if (!isShortId || containers.length === 0 || containers.some(({ id }) => id.startsWith(self))) return undefined;
  return containers.find(({ folder }) => folder !== undefined)?.folder ?? 'an unknown folder';
}

/** Whether a folder is this checkout, is in it, or is where its database was moved to. */
function isWithin({ root, postgres }: Checkout, folder: string): boolean {
  const places = [root, existsSync(postgres) ? realpathSync(postgres) : root];
  return places.some((place) => folder === place || folder.startsWith(`${place}/`));
}

/**
 * Whether a recorded process still runs, and works for this checkout: a record that was copied with the folder names one
 * that works for another. Where the system does not tell where a process works, the record is believed.
 */
export function isOwnProcess(checkout: Checkout, process: ProcessIdentity | undefined): boolean {
  if (!process || !isAlive(process)) return false;
  const directory = processTable.directoryOf(process.pid);
  return directory === undefined || isWithin(checkout, directory);
}

/**
 * @param what belongs to somebody else, such as `The database at 127.0.0.1:5432`
 * @param owner a folder
 * @throws StackError always
 */
export function refuseOther(what: string, owner: string, fix: readonly string[]): never {
  throw new StackError(`${what} belongs to another checkout: ${owner}`, { code: 'not-own', fix });
}

import { readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkoutAt } from '../../../src/checkout.ts';
import { identify, markedProcesses } from '../../../src/process/processes.ts';

/** Name of the folder that holds a copy of the checkout, with the pid of the tests that made it. */
export const copyPrefix = (pid: number): string => `native stack of ${pid} `;

/** Where the copy is in that folder. */
export const copyIn = (folder: string): string => join(folder, 'checkout');

const ofAnyRun = /^native stack of (\d+) /;

function isLeft(name: string, folder: string): boolean {
  const pid = Number(ofAnyRun.exec(name)?.[1]);
  if (!pid || identify(pid)) return false;
  const me = process.getuid?.();
  if (me !== 0 && statSync(folder, { throwIfNoEntry: false })?.uid !== me) return false;
  return markedProcesses(checkoutAt(copyIn(folder)).id).length === 0;
}

/**
 * Removes the copies that tests have left which were ended: a worker of Mocha's, which is told nothing of an interruption,
 * cleans up nothing. One in which a stack still runs stays.
 * @returns the folders that are gone
 */
export function sweep(parent = tmpdir()): string[] {
  const folders = readdirSync(parent).flatMap((name) => {
    const folder = join(parent, name);
    return isLeft(name, folder) ? [folder] : [];
  });
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  return folders;
}

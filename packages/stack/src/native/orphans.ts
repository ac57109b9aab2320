import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Checkout } from '../checkout.ts';
import { terminateProcesses } from '../process/signals.ts';
import { livingOf, markedProcesses, type ProcessIdentity, withDescendants } from '../process/processes.ts';
import { endOrphans, postgresEnding, runningServer } from './postgres/postmaster.ts';
import { recordedProcesses } from '../state/state-file.ts';
import { tryLock } from '../process/lock.ts';

function dataDirectory(checkout: Checkout): string | undefined {
  try {
    return realpathSync(join(checkout.postgres, 'data'));
  } catch {
    return undefined;
  }
}

/** Processes of this checkout's stack: those recorded that are alive, what they started, and all that carry its marker. */
function ownProcesses(checkout: Checkout, recorded: readonly ProcessIdentity[]): ProcessIdentity[] {
  const alive = livingOf(recorded).map(({ pid }) => pid);
  const marked = markedProcesses(checkout.id).map(({ pid }) => pid);
  return withDescendants([...alive, ...marked]).filter(({ pid }) => pid !== process.pid);
}

/** How many processes a dead supervisor has left; none while another command starts or stops the stack. */
export function countOrphans(checkout: Checkout): number {
  const lock = tryLock(checkout.lockFile);
  if (!lock) return 0;
  try {
    return ownProcesses(checkout, recordedProcesses(checkout)).length;
  } finally {
    lock.release();
  }
}

/**
 * Ends what a supervisor left that died before it could: only for the holder of the lock, since with a supervisor alive
 * there are no orphans.
 * @param recorded processes of the last state, which may be dead and their pids reused
 * @returns how many there were
 */
export async function killOrphanedProcesses(checkout: Checkout, recorded: readonly ProcessIdentity[]): Promise<number> {
  const orphans = ownProcesses(checkout, recorded);
  const data = dataDirectory(checkout);
  const server = data === undefined ? undefined : runningServer(data);
  const databases = orphans.filter(({ pid }) => pid === server);
  // Its own processes end with it, and must not be signalled one by one.
  const family = new Set(withDescendants(databases.map(({ pid }) => pid)).map(({ pid }) => pid));
  await terminateProcesses(
    orphans.filter(({ pid }) => !family.has(pid)),
    [
      { signal: 'SIGTERM', waitMs: 5_000 },
      { signal: 'SIGKILL', waitMs: 2_000 },
    ],
  );
  await terminateProcesses(databases, postgresEnding);
  if (data !== undefined && runningServer(data) === undefined) await endOrphans(data);
  return orphans.length;
}

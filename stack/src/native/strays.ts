import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Checkout } from '../checkout.ts';
import { endProcesses } from '../process/end.ts';
import { withDescendants } from '../process/group.ts';
import { identify, isAlive, type ProcessIdentity } from '../process/identity.ts';
import { markedProcesses } from '../process/marker.ts';
import { endOrphans, postgresEnding } from './postgres/ending.ts';
import { runningServer } from './postgres/postmaster-file.ts';

function dataDirectory(checkout: Checkout): string | undefined {
  try {
    return realpathSync(join(checkout.postgres, 'data'));
  } catch {
    return undefined;
  }
}

/** Processes of this checkout's stack: those recorded that are alive, what they started, and all that carry its marker. */
function ownProcesses(checkout: Checkout, recorded: readonly ProcessIdentity[]): ProcessIdentity[] {
  const alive = recorded.filter(isAlive).map(({ pid }) => pid);
  const marked = markedProcesses(checkout.id).map(({ pid }) => pid);
  return withDescendants([...alive, ...marked])
    .filter((pid) => pid !== process.pid)
    .flatMap((pid) => identify(pid) ?? []);
}

/**
 * Ends what a supervisor left that died before it could: only for the holder of the lock, since with a supervisor alive
 * there are no strays.
 * @param recorded processes of the last state, which may be dead and their pids reused
 * @returns how many there were
 */
export async function endStrays(checkout: Checkout, recorded: readonly ProcessIdentity[]): Promise<number> {
  const strays = ownProcesses(checkout, recorded);
  const data = dataDirectory(checkout);
  const server = data === undefined ? undefined : runningServer(data);
  const databases = strays.filter(({ pid }) => pid === server);
  // Its own processes end with it, and must not be signalled one by one.
  const family = new Set(withDescendants(databases.map(({ pid }) => pid)));
  await endProcesses(
    strays.filter(({ pid }) => !family.has(pid)),
    [
      { signal: 'SIGTERM', waitMs: 5_000 },
      { signal: 'SIGKILL', waitMs: 2_000 },
    ],
  );
  await endProcesses(databases, postgresEnding);
  if (data !== undefined && runningServer(data) === undefined) await endOrphans(data);
  return strays.length;
}

import { readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '../../errors.ts';
import { identify, processTable } from '../../process/processes.ts';
import { type ShutdownStep, terminateProcesses } from '../../process/signals.ts';

function recordedPid(file: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10) || undefined;
  } catch {
    return undefined;
  }
}

/**
 * The server that runs on a data directory, as `postmaster.pid` there says and the process confirms.
 * @returns its pid, or undefined when none does
 */
export function runningServer(dataDirectory: string): number | undefined {
  const pid = recordedPid(join(dataDirectory, 'postmaster.pid'));
  if (pid === undefined || !identify(pid)) return undefined;
  const directory = processTable.directoryOf(pid);
  const isServer = directory
    ? directory === realpathSync(dataDirectory)
    : processTable.commandOf(pid)?.includes(dataDirectory);
  return isServer ? pid : undefined;
}

/** Whether the system knows the pid, be it that of a dead process which nobody has asked for yet, as in a container. */
function isTaken(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

/**
 * PostgreSQL refuses to start while the pid in `postmaster.pid` is taken, even if by now it is another program's or that
 * of a zombie.
 */
export function removeForeignPid(dataDirectory: string): void {
  const file = join(dataDirectory, 'postmaster.pid');
  const pid = recordedPid(file);
  if (pid !== undefined && isTaken(pid) && runningServer(dataDirectory) === undefined) rmSync(file, { force: true });
}

/** pg_ctl's "fast" shutdown, then its "immediate" one (the next start recovers from the log), then by force. */
export const postgresEnding: readonly ShutdownStep[] = [
  { signal: 'SIGINT', waitMs: 15_000 },
  { signal: 'SIGQUIT', waitMs: 3_000 },
  { signal: 'SIGKILL', waitMs: 2_000 },
];

/**
 * Ends the processes that a dead server left on its data directory: they end by themselves but for those that were
 * stopped, and as long as one lives no new server may start.
 */
export async function endOrphans(dataDirectory: string): Promise<void> {
  const orphans = processTable
    .workingIn(dataDirectory)
    .filter((pid) => processTable.commandOf(pid)?.startsWith('postgres:'))
    .flatMap((pid) => identify(pid) ?? []);
  await terminateProcesses(orphans, [
    { signal: 'SIGQUIT', waitMs: 500 },
    { signal: 'SIGKILL', waitMs: 2_000 },
  ]);
}

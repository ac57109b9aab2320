import { readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '../../errors.ts';
import { identify } from '../../process/identity.ts';
import { processTable } from '../../process/process-table.ts';

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

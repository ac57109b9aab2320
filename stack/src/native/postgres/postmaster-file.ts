import { readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
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

/** PostgreSQL refuses to start while the pid in `postmaster.pid` is alive, even if by now it is another program's. */
export function removeForeignPid(dataDirectory: string): void {
  const file = join(dataDirectory, 'postmaster.pid');
  const pid = recordedPid(file);
  if (pid !== undefined && identify(pid) && runningServer(dataDirectory) === undefined) rmSync(file, { force: true });
}

import { identify } from '../../process/identity.ts';
import { endProcesses, type EndingStep } from '../../process/end.ts';
import { processTable } from '../../process/process-table.ts';

/** pg_ctl's "fast" shutdown, then its "immediate" one (the next start recovers from the log), then by force. */
export const postgresEnding: readonly EndingStep[] = [
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
  await endProcesses(orphans, [
    { signal: 'SIGQUIT', waitMs: 500 },
    { signal: 'SIGKILL', waitMs: 2_000 },
  ]);
}

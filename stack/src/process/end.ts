import { codeOf } from '../errors.ts';
import { isAlive, type ProcessIdentity } from './identity.ts';
import { until } from './until.ts';

/** A signal, and how long to wait for what it should do. */
export interface EndingStep {
  readonly signal: NodeJS.Signals;
  readonly waitMs: number;
}

/** Signals a process, or with a negative pid its group; one that has gone meanwhile, or is another user's, is left alone. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!['ESRCH', 'EPERM'].includes(codeOf(error) ?? '')) throw error;
  }
}

/**
 * Ends processes step by step: each step's signal goes to those that are still alive.
 * @returns those that survived every step
 */
export async function endProcesses(
  processes: readonly ProcessIdentity[],
  steps: readonly EndingStep[],
): Promise<readonly ProcessIdentity[]> {
  let alive = processes.filter(isAlive);
  for (const { signal, waitMs } of steps) {
    if (alive.length === 0) break;
    for (const { pid } of alive) {
      signalProcess(pid, signal);
      // A stopped process takes no other signal than SIGKILL.
      signalProcess(pid, 'SIGCONT');
    }
    await until(() => (alive = alive.filter(isAlive)).length === 0, { deadlineMs: waitMs });
  }
  return alive;
}

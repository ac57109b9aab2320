import { codeOf } from '../errors.ts';
import { livingOf, withDescendants, type ProcessIdentity } from './processes.ts';
import { until } from './wait.ts';
import { constants } from 'node:os';

/** A signal, and how long to wait for what it should do. */
export interface ShutdownStep {
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

/** Kills a process with all it has started, such as what fetches for apt. */
export function killTree(pid: number): void {
  for (const each of withDescendants([pid])) signalProcess(each.pid, 'SIGKILL');
}

/**
 * Ends processes step by step: each step's signal goes to those that are still alive.
 * @returns those that survived every step
 */
export async function terminateProcesses(
  processes: readonly ProcessIdentity[],
  steps: readonly ShutdownStep[],
): Promise<readonly ProcessIdentity[]> {
  let alive = livingOf(processes);
  for (const { signal, waitMs } of steps) {
    if (alive.length === 0) break;
    for (const { pid } of alive) {
      signalProcess(pid, signal);
      // A stopped process takes no other signal than SIGKILL.
      signalProcess(pid, 'SIGCONT');
    }
    await until(() => (alive = livingOf(alive)).length === 0, { deadlineMs: waitMs });
  }
  return alive;
}

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** `make` passes on what its whole process group gets as well: that is not a second signal. */
const sameMs = 250;

/** The exit code of a process that a signal ended, as shells count. */
const exitCodeOf = (signal: NodeJS.Signals): number => 128 + constants.signals[signal];

/** Exit code after Ctrl-C. */
export const interrupted = exitCodeOf('SIGINT');

/**
 * Aborted by the first Ctrl-C, or other signal that asks this process to stop. A second one ends the process at once:
 * what it waits for goes on by itself, or is ended by whoever watches over it.
 */
export function abortOnSignals(): AbortController {
  const controller = new AbortController();
  let firstMs = 0;
  for (const signal of stopSignals) {
    process.on(signal, () => {
      if (!controller.signal.aborted) {
        firstMs = performance.now();
        controller.abort(new Error('interrupted'));
      } else if (performance.now() - firstMs > sameMs) process.exit(exitCodeOf(signal));
    });
  }
  return controller;
}

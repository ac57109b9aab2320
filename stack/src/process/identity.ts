import { processTable } from './process-table.ts';

/** A process that cannot be mistaken for a later one with the same pid. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in whatever form the system tells that. */
  readonly started: string;
}

/** @returns undefined when there is no such process (any more) */
export function identify(pid: number): ProcessIdentity | undefined {
  const started = processTable.startOf(pid);
  return started === undefined ? undefined : { pid, started };
}

/** Whether exactly this process still runs; no process does not. */
export function isAlive(process: ProcessIdentity | undefined): boolean {
  return process !== undefined && processTable.startOf(process.pid) === process.started;
}

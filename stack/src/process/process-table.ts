import { platform } from 'node:process';
import { Procfs } from './procfs.ts';
import { PsTable } from './ps-table.ts';

/** Who has a socket; the pid is unknown where the system does not tell it to this user. */
export interface SocketHolder {
  readonly pid: number | undefined;
  readonly uid: number | undefined;
}

/** What the system says about its processes. Everything is undefined for those that are gone or hidden. */
export interface ProcessTable {
  /** Differs between any two processes that ever have the same pid; undefined for a dead one or a zombie. */
  startOf(pid: number): string | undefined;
  pids(): number[];
  /** The process group, undefined for a dead process or a zombie. */
  groupOf(pid: number): number | undefined;
  parentOf(pid: number): number | undefined;
  /** The whole command line. */
  commandOf(pid: number): string | undefined;
  /** The working directory. */
  directoryOf(pid: number): string | undefined;
  /** Processes whose working directory is this one, given without symbolic links. */
  workingIn(directory: string): number[];
  /** Processes that were started with an environment variable, given as `NAME=value`. */
  withEnvironment(assignment: string): number[];
  /** Resident bytes: where the system tells, with shared pages divided among those who share them. */
  memoryOf(pid: number): number | undefined;
  /** Who listens on a TCP port, or has bound a UDP port, on any address. */
  socketHolder(protocol: 'tcp' | 'udp', port: number): SocketHolder | undefined;
}

export const processTable: ProcessTable = platform === 'linux' ? new Procfs() : new PsTable();

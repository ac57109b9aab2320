/** A process that cannot be mistaken for a later one with the same pid. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in whatever form the system tells that; differs between any two processes that ever have the pid. */
  readonly started: string;
}

/** A living process: zombies are none. */
export interface ProcessInfo extends ProcessIdentity {
  readonly parent: number;
  readonly group: number;
  /** Resident bytes, where they come with the snapshot. */
  readonly resident?: number;
}

/** The living processes at one moment, by their pid. */
export type Snapshot = ReadonlyMap<number, ProcessInfo>;

/** Who has a socket; the pid is unknown where the system does not tell it to this user. */
interface SocketHolder {
  readonly pid: number | undefined;
  readonly uid: number | undefined;
}

/** What the system says about its processes. What is gone or hidden is undefined, or missing from a list. */
export interface ProcessTable {
  /**
   * All processes, or those of these pids, in one look at the system: ask once and pass the answer on, for a look costs
   * a whole `ps` on some systems.
   */
  snapshot(pids?: readonly number[]): Snapshot;
  /** The whole command line. */
  commandOf(pid: number): string | undefined;
  /** The working directory. */
  directoryOf(pid: number): string | undefined;
  /** Processes whose working directory is this one, given without symbolic links. */
  workingIn(directory: string): number[];
  /** Processes that were started with an environment variable, given as `NAME=value`. */
  withEnvironment(assignment: string): number[];
  /** Resident bytes: where the system tells, with shared pages divided among those who share them. */
  memoryOf(pid: number, snapshot: Snapshot): number | undefined;
  /** Who listens on a TCP port, or has bound a UDP port, on any address. */
  socketHolder(protocol: 'tcp' | 'udp', port: number): SocketHolder | undefined;
}

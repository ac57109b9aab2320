import type { Check } from './doctor/check.ts';
import type { LogLine } from './logs/log-line.ts';
import type { PerService, ServiceName } from './services.ts';
import type { StackMode, StackState } from './state/stack-state.ts';

export type OnState = (state: StackState) => void;

/** A line of one of the stack's logs. */
export interface SourcedLine extends LogLine {
  readonly source: ServiceName;
}

/** What stopping found to do. */
export interface StopResult {
  /** Names of all that ran: the services, and in containers others of the project. */
  readonly stopped: readonly string[];
  /** Processes that an earlier stack had left behind. */
  readonly orphans: number;
}

export interface StopOptions {
  /** Whether the container stays that the dev container's editor sits in; it is ended without it. */
  readonly keepWorkspace?: boolean;
}

/** What deleting would delete, or has deleted. */
export interface DataItem {
  readonly what: string;
  readonly path: string;
  readonly bytes: number;
}

/** Runs the stack in one way or another; nothing else in the repository cares which. */
export interface StackDriver {
  readonly mode: StackMode;

  /** Whether the stack cannot be ended from here, as inside the dev container, which would end with it. */
  readonly isGuest: boolean;

  /**
   * Starts what does not run, and waits until all is up; joins another start that is under way.
   * @param signal aborted to give up: what this start has started is stopped again
   * @returns the last state: `up`, in which single services may have failed that are not critical, or `failed`
   * @throws StackError
   */
  start(onState: OnState, signal: AbortSignal): Promise<StackState>;

  /**
   * Stops everything it ever started for this checkout, and nothing else. Data stays.
   * @throws StackError when something cannot be stopped
   */
  stop(onState: OnState, options?: StopOptions): Promise<StopResult>;

  /**
   * Stops one service and starts it again.
   * @returns the state when it is up or has failed
   * @throws StackError when the stack does not run
   */
  restart(service: ServiceName, onState: OnState): Promise<StackState>;

  /** @returns undefined when the stack does not run */
  state(): Promise<StackState | undefined>;

  /** Processes of a stack that does not run any more, which it could not stop itself. */
  leftovers(): Promise<number>;

  /** Where the API answers, for this process; undefined when the stack does not run. */
  apiOrigin(): Promise<string | undefined>;

  /** Bytes of memory that each service takes; undefined where that cannot be told. */
  memory(state: StackState): Promise<PerService<number | undefined>>;

  /**
   * The last lines of these services' logs, in the order of their time.
   * @param follow also what is added from then on, until it is aborted
   */
  logs(services: readonly ServiceName[], last: number, follow?: AbortSignal): AsyncIterable<SourcedLine>;

  /**
   * Fetches what a first start would otherwise have to, once the dependencies are installed.
   * @param report called with what is done, when it takes time
   * @throws StackError when something cannot be had
   */
  fetch(report: (message: string) => void): Promise<void>;

  /** What `deleteData` would delete. */
  data(): Promise<DataItem[]>;

  /** Deletes all data of the stopped stack. */
  deleteData(): Promise<void>;

  /** What this way of running needs of the machine and the checkout. */
  checks(): Promise<Check[]>;
}

import type { ShutdownStep } from '../process/signals.ts';
import type { Launch } from '../process/run.ts';
import type { ServiceName } from '../services.ts';
import type { StackError } from '../stack-error.ts';

/** What is known once a service's program is. */
interface PreparedLaunch extends Launch {
  /** Such as `PostgreSQL 16.14`. */
  readonly program: string;
}

/** What a service runs and how it is known to work; how processes are run is no matter here. */
export interface ServiceDefinition {
  readonly name: ServiceName;
  /** Whether the stack cannot start without it. */
  readonly critical: boolean;
  /** Milliseconds from its process's start until it must be ready. */
  readonly readyWithinMs: number;
  readonly ending: readonly ShutdownStep[];
  /**
   * Does what must be done before each start, and says what to run.
   * @param report called with what is done, when it takes time
   */
  prepare(report: (message: string) => void, signal: AbortSignal): Promise<PreparedLaunch>;
  isReady(): Promise<boolean>;
  /** What the program prints when what it watches over has crashed and it waits; the first group says how. */
  readonly crashed?: RegExp;
  /** What it prints when it starts that again by itself; the first group says why. */
  readonly restarting?: RegExp;
  /** What keeps it from starting, where that is not in itself; undefined where nothing is known. Never rejects. */
  cause?(): Promise<StackError | undefined>;
  /** What can be done about what it printed; nothing when that is not known. */
  fixFor(output: string): readonly string[];
}

import type { EndingStep } from '../process/end.ts';
import type { Launch } from '../process/launch.ts';
import type { ServiceName } from '../services.ts';

/** What is known once a service's program is. */
export interface PreparedLaunch extends Launch {
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
  readonly ending: readonly EndingStep[];
  /**
   * Does what must be done before each start, and says what to run.
   * @param report called with what is done, when it takes time
   */
  prepare(report: (message: string) => void, signal: AbortSignal): Promise<PreparedLaunch>;
  isReady(): Promise<boolean>;
  /** What the program prints when what it watches over has crashed, while it lives on itself. */
  readonly crashed?: RegExp;
  /** What can be done about what it printed; nothing when that is not known. */
  fixFor(output: string): readonly string[];
}

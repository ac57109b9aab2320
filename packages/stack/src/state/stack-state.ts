import type { ProcessIdentity } from '../process/processes.ts';
import type { PerService, ServiceName } from '../services.ts';

/** Where a service is in its life. `failed`: it was given up; `message` says why. */
export type ServicePhase =
  | 'waiting'
  | 'pulling'
  | 'building'
  | 'preparing'
  | 'starting'
  | 'up'
  | 'restarting'
  | 'stopping'
  | 'stopped'
  | 'failed';

/** A service as its supervisor sees it. Whether it works is for the API's health report to say. */
export interface ServiceState {
  readonly phase: ServicePhase;
  /** ISO 8601, when it came into this phase. */
  readonly since: string;
  readonly message?: string;
  /** What to do when it failed; a line each. */
  readonly fix?: readonly string[];
  /** The lines of its log that say why it failed, or is being restarted. */
  readonly excerpt?: readonly string[];
  readonly process?: ProcessIdentity;
  /** Short id of the container it runs in, if it does. */
  readonly container?: string;
  readonly port: number;
  /** Inside the dev container: the port of the host by which a browser there finds it. */
  readonly publishedPort?: number;
  /** The port asked for, and who holds it, when it is not the one used. */
  readonly wantedPort?: number;
  readonly portHolder?: string;
  /** What runs, such as `PostgreSQL 16.14`. */
  readonly program?: string;
  /** How often it was started since the stack was. */
  readonly starts: number;
}

/** Why the stack could not start. */
export interface StartFailure {
  readonly service?: ServiceName;
  readonly message: string;
  /** The lines of its log that matter. */
  readonly excerpt: readonly string[];
  /** Path of the whole log. */
  readonly log?: string;
  readonly fix: readonly string[];
}

/** Who runs the services. */
export type StackMode = 'native' | 'compose';

export type StackPhase = 'starting' | 'up' | 'stopping' | 'failed';

/** What `.stack/state.json` holds, and every reader of the supervisor's socket gets. */
export interface StackState {
  readonly version: 1;
  readonly mode: StackMode;
  /** Its name, which the API tells in its report. */
  readonly stack?: string;
  readonly phase: StackPhase;
  /** What goes on besides the services. */
  readonly message?: string;
  /** ISO 8601 */
  readonly startedAt: string;
  /** Natively the process that owns the services; with Compose the command that is starting them, while it does. */
  readonly supervisor?: ProcessIdentity;
  /** URLs for a person; no credentials in them. */
  readonly urls: PerService<string>;
  readonly services: PerService<ServiceState>;
  readonly failure?: StartFailure;
}

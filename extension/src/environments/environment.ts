import { join } from 'node:path';
import type { ConnectionFailure } from '@zero-to-running/health/client/failure';
import type { EnvironmentStore } from '../store/environment-store.ts';
import type { Event } from '../common/disposable.ts';

/** A folder of the workspace. */
export interface Folder {
  /** Its URI as text. */
  readonly uri: string;
  readonly name: string;
  /** Absolute path on the machine of the extension host. */
  readonly path: string;
}

/** Where an environment is, as of the last look. */
export interface Addresses {
  /** Origin of the API, such as http://localhost:4000 */
  readonly api: string;
  readonly frontend: string | undefined;
  /** Why it is not known where the frontend is: what is configured is no address. */
  readonly frontendProblem?: ConnectionFailure;
}

/** One running copy of the application: the stack of a folder, or a remote one that the settings name. */
export interface Environment {
  /** Stable over restarts. */
  readonly id: string;
  readonly kind: 'local' | 'remote';
  readonly name: string;
  /** Of a local one: where its Makefile is. */
  readonly folder: Folder | undefined;
  readonly store: EnvironmentStore;
  /** @throws ConnectionFailure where what is configured for the API is no address */
  addresses(): Promise<Addresses>;
  /**
   * The origin that is asked, which in a container is not what a person opens; a token belongs to it.
   * @throws ConnectionFailure where what is configured for the API is no address
   */
  askedOrigin(): Promise<string>;
}

/** The environments of this window: local ones first, then those of the settings. */
export interface Environments {
  readonly all: readonly Environment[];
  /** The one that commands mean where they are not told; undefined where there is none. */
  readonly selected: Environment | undefined;
  /** The list, or the selection, has changed. */
  readonly onDidChange: Event<void>;
  /** @param id of one of `all`; others are ignored */
  select(id: string): void;
}

/** The file by which a running stack tells where it is. */
export function stackStateFile(folder: string): string {
  return join(folder, '.stack', 'state.json');
}

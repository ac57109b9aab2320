import type { ConnectionFailure } from '../connection/failure.ts';
import type { EnvironmentStore } from '../store/environment-store.ts';

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

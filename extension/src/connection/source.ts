import type { ConnectionFailure } from './failure.ts';

/** Where an API is, and the token that shows details if it asks for one. */
export interface Source {
  /** Origin, such as http://localhost:4000 */
  readonly api: string;
  /** Address of the frontend, which is probed; undefined where there is none to probe. */
  readonly frontend: string | undefined;
  /** Why it is not known where the frontend is. */
  readonly frontendProblem?: ConnectionFailure;
  readonly token: string | undefined;
  /**
   * Whether who answers is known to be who was meant; always, where it is left out.
   * @param stack the name that it gives itself
   * @throws ConnectionFailure where it is another
   */
  readonly recognises?: (stack: string | undefined) => boolean;
}

/**
 * Looked up at each attempt to connect, so that a stack that comes back on another port is found.
 * @throws ConnectionFailure where there is none to ask
 */
export type FindSource = () => Promise<Source>;

import { Pool, type PoolClient, type PoolConfig } from 'pg';
import type { Credentials } from '../credentials/credentials.ts';
import { classifyError } from '../health/classify.ts';

type Release = (error?: Error | boolean) => void;

type Callback = (error: Error | undefined, client: PoolClient | undefined, done: Release) => void;

/** A pool that connects again with the renewed login where the database refuses the one it had. */
export class RenewingPool extends Pool {
  readonly #credentials: Credentials;

  /** @param target makes the part of the configuration in which the login is */
  constructor(config: PoolConfig, credentials: Credentials, target: () => PoolConfig) {
    super(config);
    this.#credentials = credentials;
    // Read at each new connection.
    credentials.onRenewed(() => Object.assign(this.options, target()));
  }

  override connect(): Promise<PoolClient>;
  override connect(callback: Callback): void;
  override connect(callback?: Callback): Promise<PoolClient> | void {
    if (!callback) return this.#connect();
    void this.#connectFor(callback);
  }

  /** The form that `Pool.query` uses. */
  async #connectFor(callback: Callback): Promise<void> {
    let client: PoolClient;
    try {
      client = await this.#connect();
    } catch (error) {
      return callback(error instanceof Error ? error : new Error(String(error)), undefined, () => {});
    }
    callback(undefined, client, (error) => client.release(error));
  }

  async #connect(): Promise<PoolClient> {
    const login = this.#credentials.current;
    try {
      return await super.connect();
    } catch (error) {
      // Nothing has been asked yet, so asking again is safe.
      if (classifyError(error) === 'auth' && (await this.#credentials.renew(login))) return super.connect();
      throw error;
    }
  }
}

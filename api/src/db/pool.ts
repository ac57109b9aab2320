import { setTimeout as delay } from 'node:timers/promises';
import { product } from '@app/contract/product';
import { classifyError } from '@zero-to-running/health/server/classify';
import { Pool, type PoolClient, type PoolConfig } from 'pg';
import type { Credentials } from '../credentials.ts';
import type { ConnectionLog } from '../log.ts';
import { backOff } from '../retry.ts';
import { connectionConfig, connectionTarget, type DatabaseOptions } from './connection.ts';

const idleTimeoutMs = 30_000;

/** A connection taken out of the pool, and whether it has been lost since. */
interface Held {
  lost: Error | undefined;
  release(): void;
}

async function hold(pool: Pool): Promise<Held> {
  const client = await pool.connect();
  const note = (error: Error): void => {
    held.lost ??= error;
  };
  const held: Held = {
    lost: undefined,
    release() {
      client.release(held.lost);
      client.off('error', note);
    },
  };
  client.on('error', note);
  return held;
}

/**
 * Opens the pool's minimum of connections; pg itself opens them only on demand.
 * @throws the first connection's error, when not all could be opened
 */
export async function warmPool(pool: Pool, min: number): Promise<void> {
  const results = await Promise.allSettled(Array.from({ length: min }, () => hold(pool)));
  const errors = results.map((result): unknown => {
    if (result.status === 'rejected') return result.reason;
    result.value.release();
    return result.value.lost;
  });
  const error = errors.find((each) => each !== undefined);
  if (error !== undefined) throw error;
}

/** Waits before an attempt to connect again, 0 for the first. */
type Pause = (attempt: number) => Promise<void>;

const backingOff: Pause = (attempt) => delay(backOff(attempt), undefined, { ref: false });

/**
 * Keeps the pool's minimum of connections open once they were: pg only refrains from closing them.
 * So a database that was away is noticed, and connected to again, without waiting for a request.
 */
function keepMinimum(pool: Pool, min: number, connectionLog: ConnectionLog, pause: Pause): void {
  let refilling = false;

  const refill = async (): Promise<void> => {
    refilling = true;
    for (let attempt = 0; pool.totalCount < min && !pool.ending; attempt += 1) {
      await pause(attempt);
      if (pool.ending) break;
      await warmPool(pool, min).catch((error: unknown) => {
        if (!pool.ending) connectionLog.lost(error);
      });
    }
    refilling = false;
  };

  pool.on('error', (error) => connectionLog.lost(error));
  pool.on('connect', () => connectionLog.restored());
  pool.on('remove', () => {
    if (!refilling) void refill();
  });
}

type Release = (error?: Error | boolean) => void;

type Callback = (error: Error | undefined, client: PoolClient | undefined, done: Release) => void;

/** A pool that connects again with the renewed login where the database refuses the one it had. */
class RenewingPool extends Pool {
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

/**
 * The API's connection pool. Does no I/O by itself: `warmPool` opens the minimum, which is kept open from then on.
 * Tells the log when connections are lost, and when there is one again.
 */
export function createPool(options: DatabaseOptions, connectionLog: ConnectionLog, pause = backingOff): Pool {
  const config: PoolConfig = {
    ...connectionConfig(options, `${product.name} api`),
    min: options.poolMin,
    max: options.poolMax,
    idleTimeoutMillis: idleTimeoutMs,
  };
  const { credentials } = options;
  const pool = credentials ? new RenewingPool(config, credentials, () => connectionTarget(options)) : new Pool(config);
  // The pool listens to idle connections only. One that is cut before whoever waits for it has it would end the process.
  pool.on('connect', (client) => client.on('error', () => {}));
  keepMinimum(pool, options.poolMin, connectionLog, pause);
  return pool;
}

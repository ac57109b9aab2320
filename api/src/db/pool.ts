import { type ClientConfig, Pool, type PoolConfig } from 'pg';
import type { ConnectionLog } from '../health/connection-log.ts';
import { connectionTarget, type DatabaseTarget } from './connection-target.ts';
import { keepMinimum } from './pool-minimum.ts';
import { RenewingPool } from './renewing-pool.ts';

/** How to reach the database. Times in milliseconds. */
export interface DatabaseOptions extends DatabaseTarget {
  readonly poolMin: number;
  readonly poolMax: number;
  readonly statementTimeoutMs: number;
  readonly connectionTimeoutMs: number;
}

const idleTimeoutMs = 30_000;
const maxLockWaitMs = 2_000;
const keepAliveDelayMs = 10_000;

/** How much longer than the server the client waits for a statement: long enough to hear the server's own error. */
const answerGraceMs = 500;

/** What every connection of the API to the database has in common. */
export function connectionConfig(options: DatabaseOptions, applicationName: string): ClientConfig {
  return {
    ...connectionTarget(options),
    application_name: applicationName,
    connectionTimeoutMillis: options.connectionTimeoutMs,
    statement_timeout: options.statementTimeoutMs,
    query_timeout: options.statementTimeoutMs + answerGraceMs,
    // Shorter than the statement's, so that the two can be told apart.
    lock_timeout: Math.min(maxLockWaitMs, Math.ceil(options.statementTimeoutMs / 2)),
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveDelayMs,
  };
}

/**
 * The API's connection pool. Does no I/O by itself: `warmPool` opens the minimum, which is kept open from then on.
 * Tells the log when connections are lost, and when there is one again.
 */
export function createPool(options: DatabaseOptions, connectionLog: ConnectionLog): Pool {
  const config: PoolConfig = {
    ...connectionConfig(options, 'zero-to-running api'),
    min: options.poolMin,
    max: options.poolMax,
    idleTimeoutMillis: idleTimeoutMs,
  };
  const { credentials } = options;
  const pool = credentials ? new RenewingPool(config, credentials, () => connectionTarget(options)) : new Pool(config);
  keepMinimum(pool, options.poolMin, connectionLog);
  return pool;
}

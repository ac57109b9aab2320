import type { EventEmitter } from 'node:events';
import { product } from '@app/contract/product';
import type { ServiceError } from '@zero-to-running/health/contract/report';
import { classifyError, PoolExhaustedError } from '@zero-to-running/health/server/classify';
import type { Heartbeat } from '@zero-to-running/health/server/heartbeats';
import { type Probe, untilAborted } from '@zero-to-running/health/server/probe';
import { escapeIdentifier, type Pool } from 'pg';
import type { Login } from '../credentials.ts';
import type { ConnectionLog } from '../log.ts';
import { connectionConfig, createDedicatedClient, type DatabaseOptions, type DedicatedClient } from './connection.ts';

/** Milliseconds a request may wait for a connection before the pool counts as exhausted. */
const tolerableWaitMs = 500;

/** What is looked at of a `pg.Pool`. */
type WatchedPool = Pick<EventEmitter, 'on'> & { readonly waitingCount: number };

interface Mark {
  readonly at: number;
  /** Number of hand-outs after which everyone who waited at that time has been served. */
  readonly servedAll: number;
}

/**
 * Watches how long requests wait for a connection. A queue that moves is load, not exhaustion: only one in which
 * somebody has waited too long is.
 */
export class PoolQueue {
  readonly #pool: WatchedPool;
  #served = 0;
  #mark: Mark | undefined;

  constructor(pool: WatchedPool) {
    this.#pool = pool;
    pool.on('acquire', () => {
      this.#served += 1;
    });
  }

  /** Whether somebody who waited `tolerableWaitMs` ago, at an earlier call, waits still. */
  isStuck(now = performance.now()): boolean {
    const waiting = this.#pool.waitingCount;
    if (waiting === 0) this.#mark = undefined;
    else if (this.#mark === undefined || this.#served >= this.#mark.servedAll) {
      this.#mark = { at: now, servedAll: this.#served + waiting };
    }
    return this.#mark !== undefined && now - this.#mark.at >= tolerableWaitMs;
  }
}

interface Connection extends Pick<DedicatedClient, 'client' | 'destroy'> {
  readonly opened: Promise<unknown>;
  /** Whether it was opened, and so can be asked again. */
  isOpen: boolean;
  /** With which it was opened. */
  readonly login: Login | undefined;
}

/** What the probe has to know of the application. */
export interface DatabaseProbeOptions {
  /** Tables that requests change: each must be there, free of locks and writable. */
  readonly tables: readonly string[];
  /** Whether the tables may still be missing, because the migrations are yet to come; then an answer is enough. */
  readonly isStarting: () => boolean;
  /** Hears all that services have reported by heartbeat, whenever that was read; `at` in milliseconds since the epoch. */
  readonly onHeartbeats?: (heartbeats: readonly Heartbeat[], at: number) => void;
}

/** Shorter than a probe's deadline, so that a lock is not taken for silence. */
const lockTimeoutMs = 700;

/** Reasons that are not the connection's. */
const inPlace = new Set<ServiceError>(['busy', 'read-only', 'schema', 'full']);

/** More services than this do not fit into any view, and would make the query a burden. */
const maxHeartbeats = 100;

/**
 * One statement that proves that the database does what requests need: a write and a read of the API's own row, and, of
 * each table, that its rows may be changed now. `WHERE false` changes none, but takes the locks and needs the rights that
 * a change does. It reads what other services have reported on the way, so that there is one query a second in all.
 */
function workStatement(tables: readonly string[]): string {
  const changes = tables.map((table, index) => `t${index} AS (DELETE FROM ${escapeIdentifier(table)} WHERE false)`);
  const beat = `beat AS (
    INSERT INTO service_heartbeats (service, beat_at) VALUES ('api', now())
    ON CONFLICT (service) DO UPDATE SET beat_at = excluded.beat_at)`;
  return `WITH ${[beat, ...changes].join(', ')}
    SELECT service, critical, interval_ms AS "intervalMs",
      (extract(epoch FROM clock_timestamp() - beat_at) * 1000)::float8 AS "ageMs"
    FROM service_heartbeats WHERE service <> 'api' ORDER BY service LIMIT ${maxHeartbeats}`;
}

/**
 * Asks PostgreSQL to do some work over a connection of its own, so that a busy pool does not look like a dead server. An exhausted pool
 * is reported as such: then `check` rejects with PoolExhaustedError. Tells the log of a server that has answered and does
 * no more, which no connection has to notice while nobody asks.
 */
export function createDatabaseProbe(
  options: DatabaseOptions,
  pool: Pool,
  connectionLog: ConnectionLog,
  { tables, isStarting, onHeartbeats }: DatabaseProbeOptions,
): Probe {
  const work = workStatement(tables);
  const queue = new PoolQueue(pool);
  const listeners: (() => void)[] = [];
  let connection: Connection | undefined;
  let failed = false;
  let hasAnswered = false;

  const changed = (): void => {
    for (const listener of listeners) listener();
  };

  const drop = (dropped: Connection): void => {
    dropped.destroy();
    if (connection === dropped) connection = undefined;
  };

  const open = (): Connection => {
    const { client, destroy } = createDedicatedClient({
      ...connectionConfig(options, `${product.name} api probe`),
      lock_timeout: lockTimeoutMs,
    });
    const opened: Connection = {
      client,
      destroy,
      opened: client.connect(),
      isOpen: false,
      login: options.credentials?.current,
    };
    client.on('error', () => {
      if (connection !== opened) return;
      drop(opened);
      changed();
    });
    return opened;
  };

  const ask = async (asked: Connection): Promise<void> => {
    await asked.opened;
    asked.isOpen = true;
    if (isStarting()) return void (await asked.client.query('SELECT 1'));
    const { rows } = await asked.client.query<Heartbeat>(work);
    onHeartbeats?.(rows, Date.now());
  };

  const renewCredentials = async ({ login }: Connection): Promise<void> => {
    if (await options.credentials?.renew(login)) changed();
  };

  pool.on('error', changed);
  pool.on('connect', () => {
    if (failed) changed();
  });

  return {
    name: 'database',
    path: 'db',
    critical: true,
    async check(signal) {
      signal.throwIfAborted();
      const current = (connection ??= open());
      try {
        await untilAborted(signal, ask(current));
        failed = false;
        hasAnswered = true;
        connectionLog.restored();
      } catch (error) {
        failed = true;
        const reason = classifyError(error);
        // It answers, and the connection is as good as before; one that was refused never opens.
        if (current.isOpen && inPlace.has(reason)) throw error;
        // Before the first answer, whoever waits for the start to succeed is told by that.
        if (hasAnswered) connectionLog.lost(error);
        drop(current);
        if (reason === 'auth') void renewCredentials(current);
        throw error;
      }
      if (queue.isStuck()) throw new PoolExhaustedError('Requests wait for a connection of the pool');
    },
    onChange(listener) {
      listeners.push(listener);
    },
    async close() {
      if (connection) drop(connection);
    },
  };
}

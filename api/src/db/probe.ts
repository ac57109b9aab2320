import type { Pool } from 'pg';
import type { Login } from '../credentials/login.ts';
import { classifyError, PoolExhaustedError } from '../health/classify.ts';
import type { ConnectionLog } from '../health/connection-log.ts';
import type { Probe } from '../health/probe.ts';
import { untilAborted } from '../health/until-aborted.ts';
import { createDedicatedClient, type DedicatedClient } from './dedicated-client.ts';
import { connectionConfig, type DatabaseOptions } from './pool.ts';
import { PoolQueue } from './pool-queue.ts';

interface Connection extends Pick<DedicatedClient, 'client' | 'destroy'> {
  readonly opened: Promise<unknown>;
  /** With which it was opened. */
  readonly login: Login | undefined;
}

/**
 * Asks PostgreSQL over a connection of its own, so that a busy pool does not look like a dead server. An exhausted pool
 * is reported as such: then `check` rejects with PoolExhaustedError. Tells the log of a server that has answered and does
 * no more, which no connection has to notice while nobody asks.
 */
export function createDatabaseProbe(options: DatabaseOptions, pool: Pool, connectionLog: ConnectionLog): Probe {
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
    const { client, destroy } = createDedicatedClient(connectionConfig(options, 'zero-to-running api probe'));
    const opened: Connection = { client, destroy, opened: client.connect(), login: options.credentials?.current };
    client.on('error', () => {
      if (connection !== opened) return;
      drop(opened);
      changed();
    });
    return opened;
  };

  const ask = async ({ client, opened }: Connection): Promise<void> => {
    await opened;
    await client.query('SELECT 1');
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
        // Before the first answer, whoever waits for the start to succeed is told by that.
        if (hasAnswered) connectionLog.lost(error);
        drop(current);
        if (classifyError(error) === 'auth') void renewCredentials(current);
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

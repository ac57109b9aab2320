import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { ConnectionLog } from '../health/connection-log.ts';
import { backOff } from './back-off.ts';

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
  // The pool listens to idle connections only: without this, one that is cut now would end the process.
  client.on('error', note);
  return held;
}

/**
 * Opens the pool's minimum of connections; pg itself opens them only on demand.
 * @throws the first connection's error, when not all could be opened
 */
export async function warmPool(pool: Pool, min: number): Promise<void> {
  const results = await Promise.allSettled(Array.from({ length: min }, () => hold(pool)));
  const errors = results.map((result) => {
    if (result.status === 'rejected') return result.reason;
    result.value.release();
    return result.value.lost;
  });
  const error = errors.find((each) => each !== undefined);
  if (error !== undefined) throw error;
}

/**
 * Keeps the pool's minimum of connections open once they were: pg only refrains from closing them.
 * So a database that was away is noticed, and connected to again, without waiting for a request.
 */
export function keepMinimum(pool: Pool, min: number, connectionLog: ConnectionLog): void {
  let refilling = false;

  const refill = async (): Promise<void> => {
    refilling = true;
    for (let attempt = 0; pool.totalCount < min && !pool.ending; attempt += 1) {
      await delay(backOff(attempt), undefined, { ref: false });
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

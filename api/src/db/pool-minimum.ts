import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { ConnectionLog } from '../health/connection-log.ts';
import { backOff } from './back-off.ts';

/**
 * Opens the pool's minimum of connections; pg itself opens them only on demand.
 * @throws the first connection's error, when not all could be opened
 */
export async function warmPool(pool: Pool, min: number): Promise<void> {
  const results = await Promise.allSettled(Array.from({ length: min }, () => pool.connect()));
  for (const result of results) if (result.status === 'fulfilled') result.value.release();
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
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

import { setTimeout as delay } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { backOff } from './back-off.ts';
import { MigrationError } from './migration-error.ts';

/** Advisory locks share one space of numbers in each database; this one is "zero2run" in ASCII. */
const lockKey = '8819581267188282734';

interface Holder {
  readonly pid: number;
  readonly application: string;
  readonly since: Date | null;
}

/** Who holds the lock; advisory locks show the upper and lower half of their key. */
async function findHolder(client: ClientBase): Promise<Holder | undefined> {
  const { rows } = await client.query<Holder>(
    `SELECT a.pid, a.application_name AS application, a.backend_start AS since
       FROM pg_locks l JOIN pg_stat_activity a USING (pid)
      WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND l.classid::bigint = ($1::bigint >> 32) AND l.objid::bigint = ($1::bigint & 4294967295)`,
    [lockKey],
  );
  return rows[0];
}

/**
 * Takes the lock under which migrations are applied; it is held until the connection ends.
 * It asks again and again instead of waiting inside a statement, because `CREATE INDEX CONCURRENTLY` of the holder
 * would wait for that statement, and neither would ever end.
 * @throws MigrationError naming the holder, when it is not free before the deadline
 */
export async function lockMigrations(client: ClientBase, deadlineMs: number): Promise<void> {
  const deadline = performance.now() + deadlineMs;
  for (let attempt = 0; ; attempt += 1) {
    const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [lockKey]);
    if (rows[0]?.locked) return;
    const left = deadline - performance.now();
    if (left <= 0) break;
    await delay(Math.min(backOff(attempt), left));
  }
  const holder = await findHolder(client);
  const who = holder
    ? `"${holder.application}" (PostgreSQL process ${holder.pid}, connected since ${holder.since?.toISOString()})`
    : 'another process';
  throw new MigrationError(
    `Migrations are locked by ${who} and were not released within ${deadlineMs} ms: wait for it to finish, or end it` +
      (holder ? ` with SELECT pg_terminate_backend(${holder.pid})` : ''),
  );
}

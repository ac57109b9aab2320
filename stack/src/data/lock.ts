import { DatabaseError, type Client } from 'pg';
import { StackError } from '../stack-error.ts';

/** Advisory locks share one space of numbers in each database; this one is "zero2dat" in ASCII. */
const lockKey = '8819581267187360116';

const lockNotAvailable = '55P03';

async function findHolder(client: Client): Promise<string> {
  const { rows } = await client.query<{ application: string; pid: number }>(
    `SELECT a.application_name AS application, a.pid
       FROM pg_locks l JOIN pg_stat_activity a USING (pid)
      WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND l.classid::bigint = ($1::bigint >> 32) AND l.objid::bigint = ($1::bigint & 4294967295)`,
    [lockKey],
  );
  const [holder] = rows;
  return holder ? `${holder.application} (PostgreSQL process ${holder.pid})` : 'another command';
}

/** Takes the lock if it is free. It is held until the connection ends, also that of a process that was killed. */
export async function tryLock(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [lockKey]);
  return rows[0]?.locked ?? false;
}

/**
 * Takes the lock under which data are replaced, waiting for whoever has it.
 * @param report told whom it waits for
 * @throws StackError naming the holder, when it is not free in time
 */
export async function lock(client: Client, deadlineMs: number, report: (message: string) => void): Promise<void> {
  if (await tryLock(client)) return;
  const holder = await findHolder(client);
  report(`waiting for ${holder}`);
  try {
    await client.query(`SET lock_timeout = ${Math.round(deadlineMs)}`);
    await client.query('SELECT pg_advisory_lock($1)', [lockKey]);
    await client.query('RESET lock_timeout');
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.code !== lockNotAvailable) throw error;
    throw new StackError(
      `The data are being changed by ${holder}, which has not ended within ${deadlineMs / 1_000} s`,
      {
        fix: ['Wait until it has, and try again.'],
        cause: error,
      },
    );
  }
}

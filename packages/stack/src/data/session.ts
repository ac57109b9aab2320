import { DatabaseError, type Client } from 'pg';
import { StackError } from '../stack-error.ts';
import { databaseNames, readCatalog } from './catalog.ts';
import { assertOwnCluster } from './cluster-owner.ts';
import { asSuperuser, connect, explainDatabaseError, maintenanceDatabase } from './connection.ts';
import { repair } from './replace.ts';
import { writeSnapshotList } from './snapshots.ts';
import type { DataSession, DataTarget, OnStep } from './data-session.ts';

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
async function tryLock(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [lockKey]);
  return rows[0]?.locked ?? false;
}

/**
 * Takes the lock under which data is replaced, waiting for whoever has it.
 * @param report told whom it waits for
 * @throws StackError naming the holder, when it is not free in time
 */
async function lock(client: Client, deadlineMs: number, report: (message: string) => void): Promise<void> {
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
      `Another command is changing the data: ${holder} has not ended within ${deadlineMs / 1_000} s`,
      {
        code: 'data-locked',
        fix: ['Wait until it has ended, and try again.'],
        cause: error,
      },
    );
  }
}

export interface SessionOptions {
  /** The verb, for those who wait. */
  readonly verb: string;
  readonly step: OnStep;
  /** Milliseconds to wait for another command on the same data. */
  readonly lockDeadlineMs?: number;
  /** `shared` only reads, beside another command; it repairs where there is none. */
  readonly access?: 'exclusive' | 'shared';
}

const defaultLockDeadlineMs = 60_000;

async function prepare(session: DataSession, { access, lockDeadlineMs, step }: SessionOptions): Promise<void> {
  if (access === 'shared') {
    if (await tryLock(session.client)) await repair(session);
    return;
  }
  await lock(session.client, lockDeadlineMs ?? defaultLockDeadlineMs, step);
  await repair(session);
}

/** For those who have to name the snapshots while the database does not run. */
async function noteSnapshots({ target: { owner }, client, names }: DataSession): Promise<void> {
  if (!owner) return;
  const { snapshots } = await readCatalog(client, names);
  writeSnapshotList(owner.checkout, owner.dataDirectory === undefined ? 'compose' : 'native', snapshots);
}

/**
 * Runs work on the data, alone: once the database is known to be this checkout's, under a lock, and after what an
 * interrupted command left has been put right.
 * @throws StackError explaining what the database said, or whose it is
 */
export async function withDataSession<Result>(
  target: DataTarget,
  options: SessionOptions,
  work: (session: DataSession) => Promise<Result>,
): Promise<Result> {
  const connections: Client[] = [];
  try {
    const superuser = await asSuperuser(target.database);
    const open = async () => {
      const client = await connect(superuser, maintenanceDatabase(superuser.name), `make ${options.verb}`);
      connections.push(client);
      return client;
    };
    const client = await open();
    if (target.owner) await assertOwnCluster(client, target.database, target.owner);
    const adminClient = await open();
    const session = {
      target,
      superuser,
      names: databaseNames(superuser.name),
      client,
      adminClient,
      step: options.step,
    };
    await prepare(session, options);
    const result = await work(session);
    await noteSnapshots(session);
    return result;
  } catch (error) {
    throw explainDatabaseError(error, target.database);
  } finally {
    await Promise.all(connections.map((client) => client.end()));
  }
}

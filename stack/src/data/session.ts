import type { Client } from 'pg';
import { asSuperuser, connect, maintenanceDatabase } from './connect.ts';
import { explainDatabaseError } from './database-error.ts';
import { databaseNames, type DatabaseNames } from './database-names.ts';
import { lock, tryLock } from './lock.ts';
import { repair } from './repair.ts';
import type { DataTarget, DatabaseTarget } from './target.ts';

/** Hears of every step before it is taken, in words for a person. */
export type OnStep = (step: string) => void | Promise<void>;

/** What the work on one application's databases needs. Its connections are to the maintenance database. */
export interface DataSession {
  readonly target: DataTarget;
  /** As `target.database`, but with the rights to make and rename databases. */
  readonly superuser: DatabaseTarget;
  readonly names: DatabaseNames;
  /** Its statements are the work; it holds the lock. */
  readonly client: Client;
  /** For what has to be said while the other waits. */
  readonly aside: Client;
  readonly step: OnStep;
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

/**
 * Runs work on the data, alone: under a lock, and after what an interrupted command left has been put right.
 * @throws StackError explaining what the database said
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
    const [client, aside] = [await open(), await open()];
    const session = { target, superuser, names: databaseNames(superuser.name), client, aside, step: options.step };
    await prepare(session, options);
    return await work(session);
  } catch (error) {
    throw explainDatabaseError(error, target.database);
  } finally {
    await Promise.all(connections.map((client) => client.end()));
  }
}

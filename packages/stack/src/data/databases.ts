import { setTimeout as sleep } from 'node:timers/promises';
import { escapeIdentifier, escapeLiteral, type Client } from 'pg';
import type { DatabaseMetadata } from './catalog.ts';
import type { DataSession } from './data-session.ts';

// What is done to whole databases: statements, and the conditions under which they can be run.

// These statements take no parameters; this is the only place that puts a name into one.

export function createDatabase(name: string, owner: string): string {
  // template0 is never connected to, and made by whoever made the server.
  return `CREATE DATABASE ${escapeIdentifier(name)} OWNER ${escapeIdentifier(owner)} TEMPLATE template0`;
}

/** @param strategy WAL_LOG writes every page twice; FILE_COPY copies files, between two checkpoints */
function copyDatabase(source: string, copy: string, owner: string, strategy: 'WAL_LOG' | 'FILE_COPY'): string {
  const [from, to, user] = [source, copy, owner].map(escapeIdentifier);
  return `CREATE DATABASE ${to} OWNER ${user} TEMPLATE ${from} STRATEGY ${strategy}`;
}

export function renameDatabase(from: string, to: string): string {
  return `ALTER DATABASE ${escapeIdentifier(from)} RENAME TO ${escapeIdentifier(to)}`;
}

/** Also ends connections to it. */
export function dropDatabase(name: string): string {
  return `DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`;
}

export function describeDatabase(name: string, metadata: DatabaseMetadata): string {
  return `COMMENT ON DATABASE ${escapeIdentifier(name)} IS ${escapeLiteral(JSON.stringify(metadata))}`;
}

/** Runs statements that count all together or not at all. */
export async function transaction<Result>(client: Client, work: () => Promise<Result>): Promise<Result> {
  await client.query('BEGIN');
  try {
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

const terminate = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = ANY ($1) AND pid <> pg_backend_pid()`;

const everyMs = 10;

const anyConnected = 'SELECT FROM pg_stat_activity WHERE datname = ANY ($1) AND pid <> pg_backend_pid() LIMIT 1';

const firstTryMs = 100;

/** PostgreSQL looks every 100 ms only, so that it is worth while to have them gone before it looks first. */
async function terminateAll(
  { adminClient }: Pick<DataSession, 'adminClient'>,
  databases: readonly string[],
): Promise<void> {
  const deadline = performance.now() + firstTryMs;
  while (performance.now() < deadline) {
    await adminClient.query(terminate, [databases]);
    if ((await adminClient.query(anyConnected, [databases])).rowCount === 0) return;
    await sleep(2);
  }
}

/**
 * Runs statements that PostgreSQL executes only while nobody is connected to these databases. It lets nobody in from the
 * moment such a statement begins until it, or its transaction, ends; here, those who are in are ended meanwhile.
 * So there is nothing to undo afterwards, and a killed process leaves no closed database behind.
 */
export async function withExclusiveAccess<Result>(
  session: Pick<DataSession, 'adminClient'>,
  databases: readonly string[],
  work: () => Promise<Result>,
): Promise<Result> {
  await terminateAll(session, databases);
  const done = new AbortController();
  const end = async () => {
    while (!done.signal.aborted) {
      await session.adminClient.query(terminate, [databases]);
      await sleep(everyMs);
    }
  };
  const ending = end();
  // Awaited below; a rejection before that would end the process.
  ending.catch(() => undefined);
  try {
    return await work();
  } finally {
    done.abort();
    await ending;
  }
}

/** Runs work that builds a database under a name of its own, and removes what it has built when it fails. */
export async function dropDatabaseOnError<Result>(
  { client }: DataSession,
  database: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    // If even this fails, the next command does it.
    await client.query(dropDatabase(database)).catch(() => undefined);
    throw error;
  }
}

/** From where on copying files is faster than writing pages to the log as well. */
const fileCopyBytes = 64 * 1024 * 1024;

/** Copies a database, to which nobody can connect for as long as that takes. */
export async function duplicate(session: DataSession, source: string, bytes: number, target: string): Promise<void> {
  const strategy = bytes < fileCopyBytes ? 'WAL_LOG' : 'FILE_COPY';
  const statement = copyDatabase(source, target, session.target.database.user, strategy);
  await withExclusiveAccess(session, [source], () => session.client.query(statement));
}

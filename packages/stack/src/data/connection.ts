import { Client, DatabaseError } from 'pg';
import { codeOf } from '../errors.ts';
import { StackError, type StackErrorCode } from '../stack-error.ts';
import type { Address, DatabaseTarget } from './data-session.ts';

const connectMs = 10_000;

/** Longer than a copy of anything that a developer plays with. */
const statementMs = 1_800_000;

/** In which nothing of the application is, so that a connection to it is in nobody's way. */
export function maintenanceDatabase(name: string): string {
  return name === 'postgres' ? 'template1' : 'postgres';
}

/** Owns the cluster of the native stack, with the same password; in Compose the application's user does. */
const nativeSuperuser = 'postgres';

/**
 * Connects as the application's user.
 * @param application what the server shows the connection as
 * @param queryMs how long a statement may take; 0 for no end, as for a copy to here, whose end the driver does not notice
 */
export async function connect(
  target: DatabaseTarget,
  database: string,
  application: string,
  queryMs = statementMs,
): Promise<Client> {
  const { host, port, user, password } = target;
  // All of it, so that none comes from PGHOST and its like.
  const client = new Client({
    host,
    port,
    user,
    password,
    database,
    ssl: false,
    application_name: application,
    connectionTimeoutMillis: connectMs,
    query_timeout: queryMs,
    keepAlive: true,
  });
  // The query that is under way fails, too; without a listener it would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    client.end().catch(() => undefined);
    throw error;
  }
  return client;
}

async function isSuperuser(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ is: boolean }>(
    'SELECT rolsuper AS is FROM pg_roles WHERE rolname = current_user',
  );
  return rows[0]?.is ?? false;
}

/** @returns how to log in as one who may make and rename databases, and end other users' connections */
export async function asSuperuser(target: DatabaseTarget): Promise<DatabaseTarget> {
  const client = await connect(target, maintenanceDatabase(target.name), 'zero-to-running data');
  const is = await isSuperuser(client).finally(() => client.end());
  return is ? target : { ...target, user: nativeSuperuser };
}

const unreachable = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ETIMEDOUT']);

const unchanged = 'Your data is unchanged. The next command removes what this one left behind.';

const damaged = [
  'The database is damaged',
  'Copy what can still be read to files: make rescue',
  'Then restore a snapshot or start over: make snapshots, make restore NAME=…, make reset, or make clean',
] as const;

/** By SQLSTATE: what it means, and what to do. */
const known: Readonly<Record<string, readonly [string, ...string[]]>> = {
  '28P01': [
    'The database does not accept POSTGRES_USER and POSTGRES_PASSWORD of .env',
    'If the password was changed: make restart sets it natively; in containers, put the earlier one back.',
    'If POSTGRES_USER was changed: put the name back that the database was made with.',
  ],
  '28000': [
    'The database does not accept this user',
    'POSTGRES_USER in .env must be the name that the database was made with.',
  ],
  '3D000': [
    'There is no such database',
    'If POSTGRES_DB in .env was changed: put the name back that the database was made with.',
    'make reset makes a new one.',
  ],
  '53100': ['The disk of the database is full', unchanged, 'Make room: make snapshots lists what can be deleted.'],
  '53200': ['The database is out of memory', unchanged],
  '53300': ['The database has no connection left', 'Close programs that use it.'],
  '57P01': ['The database was stopped in the meantime', unchanged, 'make status says whether it runs.'],
  '57P03': ['The database is starting or stopping', 'Try again in a moment.'],
  '42P01': ['A table is missing', 'Apply the migrations: make migrate'],
  XX001: damaged,
  XX002: damaged,
  '58P01': damaged,
};

/** Says what an error of the driver or the server means for a person; any other is returned as it is. */
export function explainDatabaseError(error: unknown, { host, port }: Address): unknown {
  if (error instanceof StackError) return error;
  const code = codeOf(error) ?? '';
  if (error instanceof DatabaseError) {
    const [meaning, ...fix] = known[code] ?? ['The database refused'];
    const detail = error.detail ? `\n  ${error.detail}` : '';
    const kind: StackErrorCode = known[code] === damaged ? 'database-damaged' : 'database-refused';
    return new StackError(`${meaning}: ${error.message} (SQLSTATE ${code})${detail}`, {
      code: kind,
      fix,
      cause: error,
    });
  }
  if (
    unreachable.has(code) ||
    (error instanceof Error && /^(Connection terminated|timeout expired)/.test(error.message))
  ) {
    return new StackError(`The database does not answer at ${host}:${port}`, {
      code: 'database-unreachable',
      fix: ['See what runs, and what is wrong with it: make status', 'Start what does not run: make restart'],
      cause: error,
    });
  }
  return error;
}

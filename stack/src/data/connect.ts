import { Client } from 'pg';
import type { DatabaseTarget } from './target.ts';

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
 */
export async function connect(target: DatabaseTarget, database: string, application: string): Promise<Client> {
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
    query_timeout: statementMs,
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

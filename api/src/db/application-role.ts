import { createHash, createHmac, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { type ClientBase, escapeIdentifier, escapeLiteral } from 'pg';
import { MigrationError } from './migration-files.ts';

/** What PostgreSQL itself takes. */
const iterations = 4_096;
const saltBytes = 16;
const keyBytes = 32;

const derive = promisify(pbkdf2);

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/**
 * What PostgreSQL keeps of a password (RFC 5803), and takes in place of it: so no statement, which the server may log,
 * holds the password itself.
 * @param password of printable ASCII; others would have to be normalised first (SASLprep)
 */
export async function scramVerifier(password: string, salt = randomBytes(saltBytes)): Promise<string> {
  const salted = await derive(password, salt, iterations, keyBytes, 'sha256');
  const storedKey = createHash('sha256').update(hmac(salted, 'Client Key')).digest('base64');
  const serverKey = hmac(salted, 'Server Key').toString('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}

/** The role that the API connects as where another one, which owns the tables, migrates them. */
export interface ApplicationRole {
  readonly user: string;
  /** Printable ASCII. */
  readonly password: string;
}

interface Found {
  readonly isOwn: boolean;
  readonly powers: readonly string[];
}

const describeRole = `SELECT rolname = current_user AS "isOwn", array_remove(ARRAY[
    CASE WHEN rolsuper THEN 'SUPERUSER' END,
    CASE WHEN rolcreaterole THEN 'CREATEROLE' END,
    CASE WHEN rolcreatedb THEN 'CREATEDB' END,
    CASE WHEN rolbypassrls THEN 'BYPASSRLS' END,
    CASE WHEN rolreplication THEN 'REPLICATION' END], NULL) AS powers
  FROM pg_roles WHERE rolname = $1`;

/** Reads and writes rows, of tables that are still to come as well, and changes no definition. */
function grants(role: string, database: string): string[] {
  const rows = 'SELECT, INSERT, UPDATE, DELETE';
  return [
    `REVOKE CREATE, TEMPORARY ON DATABASE ${database} FROM PUBLIC, ${role}`,
    `REVOKE CREATE ON SCHEMA public FROM PUBLIC, ${role}`,
    `GRANT CONNECT ON DATABASE ${database} TO ${role}`,
    `GRANT USAGE ON SCHEMA public TO ${role}`,
    `GRANT ${rows} ON ALL TABLES IN SCHEMA public TO ${role}`,
    `GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ${role}`,
    `ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ${rows} ON TABLES TO ${role}`,
    `ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO ${role}`,
    `REVOKE INSERT, UPDATE, DELETE ON migrations FROM ${role}`,
  ];
}

async function findRole(client: ClientBase, user: string): Promise<Found | undefined> {
  const { rows } = await client.query<Found>(describeRole, [user]);
  return rows[0];
}

function refuse(user: string, { isOwn, powers }: Found): void {
  if (isOwn) throw new MigrationError(`${user} migrates the database and cannot be the application's role, too`);
  if (powers.length === 0) return;
  throw new MigrationError(
    `${user} is ${powers.join(', ')}: take that away, or choose another role for the application`,
  );
}

/**
 * Creates the application's role, or gives it its password and rights again. The table of migrations has to exist.
 * @throws MigrationError when the role has more power than an application may have
 */
export async function ensureApplicationRole(client: ClientBase, { user, password }: ApplicationRole): Promise<void> {
  const role = escapeIdentifier(user);
  const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name');
  const database = escapeIdentifier(rows[0]?.name ?? '');
  await client.query('BEGIN');
  try {
    const found = await findRole(client, user);
    if (found) refuse(user, found);
    const verb = found ? 'ALTER' : 'CREATE';
    await client.query(`${verb} ROLE ${role} LOGIN PASSWORD ${escapeLiteral(await scramVerifier(password))}`);
    for (const statement of grants(role, database)) await client.query(statement);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}

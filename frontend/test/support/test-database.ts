import { randomBytes } from 'node:crypto';
import { Client, escapeIdentifier } from 'pg';

/** A database of a test's own, empty at first. */
export interface TestDatabase {
  readonly url: URL;
  drop(): Promise<void>;
}

async function administer(server: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: server, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** @param server URL of a PostgreSQL that may be used for tests, as a user that may create databases */
export async function createTestDatabase(server: string): Promise<TestDatabase> {
  // The API's tests drop what killed runs have left behind by this prefix and the time in it.
  const name = `ztr_test_${Date.now()}_${randomBytes(4).toString('hex')}`;
  await administer(server, `CREATE DATABASE ${escapeIdentifier(name)} TEMPLATE template0`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url, drop: () => administer(server, `DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`) };
}

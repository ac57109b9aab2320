import assert from 'node:assert/strict';
import { Credentials } from '../credentials.ts';
import { parseDatabaseSecret } from '../credentials.ts';
import { silentLog } from '../test-support/log.ts';
import { certificatesFor } from './connection.ts';
import { connectionTarget } from './connection.ts';

const rds = 'postgres://app.abc.eu-central-1.rds.amazonaws.com:5432/app?sslmode=verify-full';

async function renewed(secret: object): Promise<Credentials> {
  const read = async (): Promise<string> => JSON.stringify(secret);
  const credentials = new Credentials({ service: 'database', read, parse: parseDatabaseSecret, log: silentLog });
  await credentials.renew(undefined);
  return credentials;
}

const passwordIn = ({ connectionString = '' }) => decodeURIComponent(new URL(connectionString).password);

describe('connectionTarget', () => {
  it('is the URL as it stands where there is nothing to add', () => {
    const url = 'postgres://u:p@h/d?sslmode=verify-full';
    assert.deepEqual(connectionTarget({ url }), { connectionString: url });
  });

  it('takes the renewed login, whatever characters are in it', async () => {
    const credentials = await renewed({ username: 'a@b', password: 'p/w:%41 ?#' });
    const { connectionString = '' } = connectionTarget({ url: 'postgres://u:old@h/d', credentials });
    const { username, password, host } = new URL(connectionString);
    assert.deepEqual([username, password, host].map(decodeURIComponent), ['a@b', 'p/w:%41 ?#', 'h']);
  });

  it('takes a password that stands beside the URL, and the renewed one before that', async () => {
    const password = 'p/w:%41 ?#';
    assert.equal(passwordIn(connectionTarget({ url: 'postgres://h/d', password })), password);
    const credentials = await renewed({ username: 'a', password: 'new' });
    assert.equal(passwordIn(connectionTarget({ url: 'postgres://h/d', password, credentials })), 'new');
  });

  it('trusts certificates instead of what the URL says of TLS, and verifies all the same', () => {
    const target = connectionTarget({ url: rds, certificates: ['one', 'two'] });
    assert.deepEqual(target.ssl, { ca: ['one', 'two'] });
    assert(!target.connectionString?.includes('sslmode'));
  });
});

describe('certificatesFor', () => {
  it('knows the authorities of RDS', async () => {
    const certificates = await certificatesFor(rds);
    assert(certificates && certificates.length > 50);
    for (const certificate of certificates) assert.match(certificate, /^-----BEGIN CERTIFICATE-----/);
  });

  const others = [
    'postgres://app.example.com/app?sslmode=verify-full',
    'postgres://rds.amazonaws.com.example.com/app?sslmode=verify-full',
    'postgres://app.abc.eu-central-1.rds.amazonaws.com/app',
    `${rds}&sslrootcert=/etc/ssl/own.pem`,
  ];

  for (const url of others) {
    it(`leaves ${url} to the usual ones`, async () => assert.equal(await certificatesFor(url), undefined));
  }
});

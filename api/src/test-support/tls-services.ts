import { once } from 'node:events';
import { createServer } from 'node:net';
import { Redis } from 'ioredis';
import { Client, escapeLiteral } from 'pg';
import type { TestCertificate } from './certificate.ts';
import { createTestDirectory } from './directories.ts';
import { eventually } from './eventually.ts';
import { serviceUrl } from './services.ts';

/** A service that speaks TLS, until it is told to stop that. */
export interface TlsService {
  readonly port: number;
  stop(): Promise<void>;
}

const prefix = 'ztr-test-tls';

async function speaksTls(connectionString: string, { certificate }: TestCertificate): Promise<boolean> {
  const client = new Client({ connectionString, ssl: { ca: certificate } });
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

/** Lets the test PostgreSQL take TLS connections, too, on the port it has. Its user has to be a superuser. */
export async function startPostgresTls(own: TestCertificate): Promise<TlsService> {
  const url = serviceUrl('database');
  const admin = new Client({ connectionString: url.href });
  await admin.connect();
  // Written by the server itself, which may run as another user, and refuses a key that others can read.
  const write = (file: string, text: string) =>
    admin.query(
      `COPY (SELECT unnest(string_to_array(${escapeLiteral(text.trim())}, E'\n')))
         TO PROGRAM ${escapeLiteral(`umask 077 && cat > ${prefix}.${file}`)}`,
    );
  await write('crt', own.certificate);
  await write('key', own.key);
  await admin.query(`ALTER SYSTEM SET ssl_cert_file = '${prefix}.crt'`);
  await admin.query(`ALTER SYSTEM SET ssl_key_file = '${prefix}.key'`);
  await admin.query('ALTER SYSTEM SET ssl = on');
  await admin.query('SELECT pg_reload_conf()');
  await eventually('PostgreSQL speaks TLS', () => speaksTls(url.href, own));
  return {
    port: Number(url.port),
    async stop() {
      for (const name of ['ssl', 'ssl_cert_file', 'ssl_key_file']) await admin.query(`ALTER SYSTEM RESET ${name}`);
      await admin.query('SELECT pg_reload_conf()');
      await admin.query(`COPY (SELECT) TO PROGRAM 'cat > /dev/null; rm ${prefix}.crt ${prefix}.key'`);
      await admin.end();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return address !== null && typeof address === 'object' ? address.port : 0;
}

/** Lets the test Redis take TLS connections, too, on another port. It has to be able to read this machine's files. */
export async function startRedisTls({ certificate, key }: TestCertificate): Promise<TlsService> {
  const admin = new Redis(serviceUrl('cache').href);
  const files = await createTestDirectory({ 'tls.crt': certificate, 'tls.key': key });
  const port = await freePort();
  await admin.call(
    'CONFIG',
    'SET',
    'tls-cert-file',
    `${files.path}/tls.crt`,
    'tls-key-file',
    `${files.path}/tls.key`,
    'tls-ca-cert-file',
    `${files.path}/tls.crt`,
    'tls-auth-clients',
    'no',
    'tls-port',
    String(port),
  );
  return {
    port,
    async stop() {
      await admin.config('SET', 'tls-port', '0');
      admin.disconnect();
      await files.remove();
    },
  };
}

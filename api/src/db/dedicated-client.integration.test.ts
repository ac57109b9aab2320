import assert from 'node:assert/strict';
import type { ClientConfig } from 'pg';
import { createCertificate } from '../test-support/certificate.ts';
import { createTestDatabase, type TestDatabase } from '../test-support/databases.ts';
import { eventually } from '../test-support/eventually.ts';
import { FaultProxy } from '../test-support/fault-proxy.ts';
import { needs } from '../test-support/services.ts';
import { startPostgresTls, type TlsService } from '../test-support/tls-services.ts';
import { createDedicatedClient, type DedicatedClient } from './connection.ts';

describe('a connection outside the pool', () => {
  needs('database');
  let database: TestDatabase;
  let tls: TlsService;
  let proxy: FaultProxy;
  let ca: string;

  before(async () => {
    const own = await createCertificate('127.0.0.1');
    ca = own.certificate;
    tls = await startPostgresTls(own);
    database = await createTestDatabase();
  });

  after(async () => {
    await database?.drop();
    await tls?.stop();
  });

  beforeEach(async () => {
    proxy = await FaultProxy.start(database.url);
  });

  afterEach(() => proxy.close());

  const kinds: Readonly<Record<string, () => ClientConfig>> = {
    'without TLS': () => ({}),
    'with TLS': () => ({ ssl: { ca } }),
  };

  for (const [kind, config] of Object.entries(kinds)) {
    describe(kind, () => {
      let dedicated: DedicatedClient;

      beforeEach(async () => {
        dedicated = createDedicatedClient({ connectionString: proxy.url, ...config() });
        dedicated.client.on('error', () => {});
        await dedicated.client.connect();
      });

      afterEach(async () => {
        // While it hangs, the proxy does not notice that a connection was closed.
        await proxy.pass();
        await eventually('nothing is open', () => proxy.connections === 0);
      });

      it('answers, and says goodbye', async () => {
        assert.deepEqual((await dedicated.client.query('SELECT 1 AS one')).rows, [{ one: 1 }]);
        await dedicated.end();
      });

      it('can be dropped while the server is silent; what is under way fails', async () => {
        proxy.hang();
        const answer = dedicated.client.query('SELECT 1');
        dedicated.destroy();
        await assert.rejects(answer, /terminated/);
      });

      it('does not wait for ever to say goodbye', async () => {
        proxy.hang();
        await dedicated.end();
      });
    });
  }
});

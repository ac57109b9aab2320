import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkoutAt, type Checkout } from '../checkout.ts';
import { perService } from '../services.ts';
import { writeState } from '../state/write-state.ts';
import { resolveTarget } from './target.ts';

const wrongHosts = [
  'db.example.com',
  'localhost.example.com',
  '127.0.0.1.example.com',
  '127.0.0.1.nip.io',
  'localhost.',
  'xlocalhost',
  '10.0.0.1',
  '192.168.1.5',
  '0.0.0.0',
  '1.127.0.0',
  '127.1',
  '2130706433',
  '0x7f000001',
  '0177.0.0.1',
  '[::]',
  '[::ffff:10.0.0.1]',
  '[fe80::1]',
  '[2001:db8::1]',
  'database',
  'database.example.com',
  '%6cocalhost.example.com',
  'host.docker.internal',
];

describe('where the data are', () => {
  let checkout: Checkout;
  beforeEach(() => {
    checkout = checkoutAt(mkdtempSync(join(tmpdir(), 'target-')));
    writeFileSync(
      checkout.envFile,
      'POSTGRES_PASSWORD=secret\nDATABASE_PORT=5001\nCACHE_PORT=5002\nPOSTGRES_DB=mine\n',
    );
  });
  afterEach(() => rmSync(checkout.root, { recursive: true }));

  const database = (environment: NodeJS.ProcessEnv) => resolveTarget(checkout, environment).database;

  it('is in .env', () => {
    assert.deepEqual(resolveTarget(checkout, {}), {
      database: { host: '127.0.0.1', port: 5001, user: 'app', password: 'secret', name: 'mine' },
      cache: { host: '127.0.0.1', port: 5002 },
    });
  });

  it('is what runs, when it has other ports', () => {
    writeState(checkout, {
      version: 1,
      mode: 'compose',
      phase: 'up',
      startedAt: '2026-01-01T00:00:00.000Z',
      supervisor: { pid: 10, started: 'a' },
      urls: perService((name) => `test:${name}`),
      services: perService((name) => ({ phase: 'up', since: '', port: name === 'database' ? 7001 : 7002, starts: 1 })),
    });
    const { database: found, cache } = resolveTarget(checkout, {});
    assert.deepEqual([found.port, cache?.port], [7001, 7002]);
  });

  it('is beside the dev container, inside of it', () => {
    const target = resolveTarget(checkout, { IN_DEV_CONTAINER: '1' });
    assert.deepEqual([target.database.host, target.database.port], ['database', 5432]);
    assert.deepEqual(target.cache, { host: 'cache', port: 6379 });
    assert.equal(database({ IN_DEV_CONTAINER: '1', DATABASE_URL: 'postgres://u:p@database/app' }).host, 'database');
  });

  it('can be said by DATABASE_URL and REDIS_URL', () => {
    const environment = { DATABASE_URL: 'postgres://me:a%20b@[::1]:99/other', REDIS_URL: 'redis://localhost:98' };
    assert.deepEqual(resolveTarget(checkout, environment), {
      database: { host: '::1', port: 99, user: 'me', password: 'a b', name: 'other' },
      cache: { host: 'localhost', port: 98 },
    });
    assert.equal(resolveTarget(checkout, { DATABASE_URL: 'postgres://127.8.9.1/app' }).cache, undefined);
  });

  for (const host of wrongHosts) {
    it(`is never at ${host}`, () => {
      assert.throws(
        () => database({ DATABASE_URL: `postgres://u:p@${host}:5432/app` }),
        /not the local stack|not a URL/,
      );
      const name = host.replace(/^\[(.*)\]$/, '$1');
      for (const variable of ['PGHOST', 'PGHOSTADDR']) {
        assert.throws(() => database({ [variable]: name }), new RegExp(`^StackError: ${variable} is`));
      }
      const both = { DATABASE_URL: 'postgres://u:p@localhost/app', REDIS_URL: `redis://${host}:6379` };
      assert.throws(() => database(both), /not the local stack|not a URL/);
    });
  }

  for (const query of ['host=db.example.com', 'hostaddr=10.0.0.1', 'service=prod', 'sslmode=require']) {
    it(`is never said by parameters: ${query}`, () => {
      assert.throws(() => database({ DATABASE_URL: `postgres://localhost/app?${query}` }), /has parameters/);
    });
  }

  it('is nowhere in production, or where a service of libpq is meant', () => {
    for (const environment of [{ NODE_ENV: 'production' }, { NODE_ENV: 'production', IN_DEV_CONTAINER: '1' }]) {
      assert.throws(() => database(environment), /NODE_ENV is production/);
    }
    assert.throws(() => database({ PGSERVICE: 'prod' }), /PGSERVICE is set/);
    writeFileSync(checkout.envFile, 'POSTGRES_PASSWORD=secret\nNODE_ENV=production\n');
    assert.throws(() => database({}), /NODE_ENV is production/);
  });

  it('is not there before the stack has run', () => {
    rmSync(checkout.envFile);
    assert.throws(() => database({}), /never run here/);
    writeFileSync(checkout.envFile, '');
  });

  it('is no database of another name than the stack could have', () => {
    for (const name of ['', 'a@b', 'a~next', 'pg_x', 'a%22b', 'x'.repeat(32), '%']) {
      assert.throws(
        () => database({ DATABASE_URL: `postgres://localhost/${name}` }),
        /cannot be used|be decoded/,
        name,
      );
    }
  });
});

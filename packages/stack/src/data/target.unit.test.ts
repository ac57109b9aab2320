import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkoutAt, type Checkout } from '../checkout.ts';
import { nativeDriver } from '../native/native-driver.ts';
import { perService } from '../services.ts';
import type { ServicePhase, StackMode } from '../state/stack-state.ts';
import { describeTarget, resolveTarget } from './target.ts';
import type { DataTarget } from './data-session.ts';

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

const driver = (checkout: Checkout, mode?: StackMode, phase: ServicePhase = 'up') => ({
  ...nativeDriver(checkout),
  isGuest: false,
  state: () =>
    Promise.resolve(
      mode && {
        version: 1 as const,
        mode,
        phase: 'up' as const,
        startedAt: '2026-01-01T00:00:00.000Z',
        urls: perService((name) => `test:${name}`),
        services: perService((name) => ({ phase, since: '', port: name === 'database' ? 7001 : 7002, starts: 1 })),
      },
    ),
});

describe('where the data is', () => {
  let checkout: Checkout;
  beforeEach(() => {
    checkout = checkoutAt(mkdtempSync(join(tmpdir(), 'target-')));
    writeFileSync(
      checkout.envFile,
      'POSTGRES_PASSWORD=secret\nDATABASE_PORT=5001\nCACHE_PORT=5002\nPOSTGRES_DB=mine\n',
    );
  });
  afterEach(() => rmSync(checkout.root, { recursive: true }));

  const resolve = (environment: NodeJS.ProcessEnv, mode: StackMode | undefined = 'native'): Promise<DataTarget> =>
    resolveTarget(checkout, driver(checkout, mode), environment);
  const database = async (environment: NodeJS.ProcessEnv) => (await resolve(environment)).database;

  it('is where the stack of this checkout runs, with the login of .env', async () => {
    const { owner, ...stores } = await resolve({});
    assert.deepEqual(stores, {
      database: { host: '127.0.0.1', port: 7001, user: 'app', password: 'secret', name: 'mine' },
      cache: { host: '127.0.0.1', port: 7002 },
    });
    assert.deepEqual(owner, { checkout, mayMark: true, dataDirectory: join(checkout.postgres, 'data') });
    assert.deepEqual((await resolve({}, 'compose')).owner, { checkout, mayMark: true });
  });

  it('is nowhere while the stack does not run, whatever listens on the ports of .env', async () => {
    const stopped = driver(checkout);
    await assert.rejects(resolveTarget(checkout, stopped, {}), {
      code: 'stack-not-running',
      fix: ['Start it: make dev'],
    });
    for (const phase of ['failed', 'stopped', 'starting'] as const) {
      await assert.rejects(resolveTarget(checkout, driver(checkout, 'native', phase), {}), {
        code: 'database-unreachable',
      });
    }
  });

  it('is not where another project has its database', async () => {
    const theirs = {
      DATABASE_URL: 'postgres://app:theirs@127.0.0.1:9001/theirs',
      REDIS_URL: 'redis://127.0.0.1:9002',
      DATABASE_PORT: '9003',
      PGPORT: '9004',
      PGDATABASE: 'theirs',
      PGUSER: 'theirs',
      PGPASSWORD: 'theirs',
      COMPOSE_PROJECT_NAME: 'theirs',
    };
    assert.deepEqual(await resolve(theirs), await resolve({}));
  });

  it('is beside the dev container, inside of it, without asking the engine', async () => {
    const guest = { ...driver(checkout), isGuest: true, state: () => Promise.reject(new Error('no engine')) };
    const target = await resolveTarget(checkout, guest, { IN_DEV_CONTAINER: '1' });
    assert.deepEqual([target.database.host, target.database.port], ['database', 5432]);
    assert.deepEqual(target.cache, { host: 'cache', port: 6379 });
    assert.deepEqual(target.owner, { checkout, mayMark: false });
    const named = { IN_DEV_CONTAINER: '1', TARGET_DATABASE_URL: 'postgres://u:p@database/app' };
    assert.equal((await resolveTarget(checkout, guest, named)).database.host, 'database');
  });

  it('is nowhere, inside the dev container too, while nothing runs beside it', async () => {
    const inside = { IN_DEV_CONTAINER: '1' };
    const guest = { ...driver(checkout), isGuest: true };
    await assert.rejects(resolveTarget(checkout, guest, inside), { code: 'stack-not-running' });
    const stopped = { ...driver(checkout, 'compose', 'stopped'), isGuest: true };
    await assert.rejects(resolveTarget(checkout, stopped, inside), { code: 'database-unreachable' });
  });

  it('can be named on purpose, by TARGET_DATABASE_URL and TARGET_REDIS_URL, which is said', async () => {
    const environment = {
      TARGET_DATABASE_URL: 'postgres://me:a%20b@[::1]:99/other',
      TARGET_REDIS_URL: 'redis://localhost:98',
    };
    const target = await resolveTarget(checkout, driver(checkout), environment);
    assert.deepEqual(target, {
      database: { host: '::1', port: 99, user: 'me', password: 'a b', name: 'other' },
      cache: { host: 'localhost', port: 98 },
    });
    assert.equal(describeTarget(target), 'database other at ::1:99 (from TARGET_DATABASE_URL)');
    assert.equal((await resolve({ TARGET_DATABASE_URL: 'postgres://127.8.9.1/app' })).cache, undefined);
  });

  for (const host of wrongHosts) {
    it(`is never at ${host}`, async () => {
      await assert.rejects(
        database({ TARGET_DATABASE_URL: `postgres://u:p@${host}:5432/app` }),
        /not the local stack|not a valid URL/,
      );
      const name = host.replace(/^\[(.*)\]$/, '$1');
      for (const variable of ['PGHOST', 'PGHOSTADDR']) {
        await assert.rejects(database({ [variable]: name }), new RegExp(`^StackError: ${variable} is`));
      }
      const both = { TARGET_DATABASE_URL: 'postgres://u:p@localhost/app', TARGET_REDIS_URL: `redis://${host}:6379` };
      await assert.rejects(database(both), /not the local stack|not a valid URL/);
    });
  }

  for (const query of ['host=db.example.com', 'hostaddr=10.0.0.1', 'service=prod', 'sslmode=require']) {
    it(`is never said by parameters: ${query}`, async () => {
      await assert.rejects(database({ TARGET_DATABASE_URL: `postgres://localhost/app?${query}` }), /has parameters/);
    });
  }

  it('is nowhere in production, or where a service of libpq is meant', async () => {
    for (const environment of [{ NODE_ENV: 'production' }, { NODE_ENV: 'production', IN_DEV_CONTAINER: '1' }]) {
      await assert.rejects(database(environment), /NODE_ENV is production/);
    }
    await assert.rejects(database({ PGSERVICE: 'prod' }), /PGSERVICE is set/);
    writeFileSync(checkout.envFile, 'POSTGRES_PASSWORD=secret\nNODE_ENV=production\n');
    await assert.rejects(database({}), /NODE_ENV is production/);
  });

  it('is no database of another name than the stack could have', async () => {
    for (const name of ['', 'a@b', 'a~next', 'pg_x', 'a%22b', 'x'.repeat(32), '%']) {
      await assert.rejects(
        database({ TARGET_DATABASE_URL: `postgres://localhost/${name}` }),
        /cannot be used|be decoded/,
        name,
      );
    }
  });
});

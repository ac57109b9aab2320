import assert from 'node:assert/strict';
import type { Pool } from 'pg';
import type { Sample } from '@zero-to-running/health/server/probe';
import { DatabaseUnavailableError } from '../errors.ts';
import { createTestDatabase, type TestDatabase } from '../test-support/databases.ts';
import { FaultProxy } from '../test-support/fault-proxy.ts';
import { silentConnectionLog } from '../test-support/log.ts';
import { needs } from '../test-support/services.ts';
import { createPool } from './pool.ts';
import { asUnavailable, Database, isLockTimeout } from './query.ts';

const unavailable = (error: unknown): boolean => {
  assert(error instanceof DatabaseUnavailableError);
  return true;
};

describe('query', () => {
  needs('database');
  let database: TestDatabase;
  let proxy: FaultProxy;
  let pool: Pool;
  let db: Database;

  before(async () => {
    database = await createTestDatabase();
    proxy = await FaultProxy.start(database.url);
    const limits = { poolMin: 0, poolMax: 1, statementTimeoutMs: 200, connectionTimeoutMs: 300 };
    pool = createPool({ url: proxy.url, ...limits }, silentConnectionLog);
    db = new Database({ pool });
  });

  after(async () => {
    await pool?.end();
    await proxy?.close();
    await database?.drop();
  });

  it('returns the rows', async () => {
    assert.deepEqual(await db.query({ text: 'SELECT $1::integer AS x', values: [1] }), [{ x: 1 }]);
  });

  it('answers unavailable when the server refuses, is silent or too slow', async () => {
    await assert.rejects(db.query({ text: 'SELECT pg_sleep(2)' }), unavailable);
    proxy.hang();
    await assert.rejects(db.query({ text: 'SELECT 1' }), unavailable);
    await proxy.refuse();
    await assert.rejects(db.query({ text: 'SELECT 1' }), unavailable);
    await proxy.pass();
    assert.equal((await db.query({ text: 'SELECT 1' })).length, 1);
  });

  it('answers unavailable when no connection becomes free in time', async () => {
    const busy = await pool.connect();
    await assert.rejects(db.query({ text: 'SELECT 1' }), unavailable);
    busy.release();
  });

  it('answers unavailable at once when too many wait already', async () => {
    const busy = await pool.connect();
    const waiting = Array.from({ length: 200 }, () => db.query({ text: 'SELECT 1' }).catch(() => {}));
    await new Promise((resolve) => setImmediate(resolve));
    let waited = false;
    const refused = assert.rejects(db.query({ text: 'SELECT 1' }), unavailable);
    // A turn of the event loop is less than any of its waits.
    const turn = new Promise((resolve) => setImmediate(resolve)).then(() => (waited = true));
    await refused;
    assert.equal(waited, false);
    await turn;
    busy.release();
    await Promise.all(waiting);
  });

  it('leaves mistakes as they are', async () => {
    await assert.rejects(db.query({ text: 'SELECT nope' }), { code: '42703' });
  });
});

const coded = (code: string): Error => Object.assign(new Error(code), { code });

describe('asUnavailable', () => {
  for (const code of [
    '08006',
    '53100',
    '53300',
    '55000',
    '55P03',
    '57P04',
    '57014',
    '25006',
    '3D000',
    '40P01',
    '40001',
    'ECONNREFUSED',
  ]) {
    it(`says of ${code} that it may work later`, () => {
      const error = asUnavailable(coded(code));
      assert(error instanceof DatabaseUnavailableError);
      assert.equal(Object(error.cause).code, code);
    });
  }

  for (const code of ['23505', '42703', '42P01', '22001', 'XX000']) {
    it(`leaves ${code} as it is`, () => {
      const error = coded(code);
      assert.equal(asUnavailable(error), error);
    });
  }
});

describe('a database that is known not to answer', () => {
  needs('database');
  let database: TestDatabase;
  let pool: Pool;
  let now: number;
  let last: Sample | undefined;
  let db: Database;

  const failed = (error: 'timeout' | 'refused' | 'busy'): void => {
    last = { at: now, status: 'unhealthy', latencyMs: null, error };
  };

  const ask = () => db.query({ text: 'SELECT 1 AS x' });

  before(async () => {
    database = await createTestDatabase();
    const limits = { poolMin: 0, poolMax: 1, statementTimeoutMs: 1_000, connectionTimeoutMs: 1_000 };
    pool = createPool({ url: database.url, ...limits }, silentConnectionLog);
  });

  after(async () => {
    await pool?.end();
    await database?.drop();
  });

  beforeEach(() => {
    now = 1_000_000;
    last = undefined;
    db = new Database({ pool, lastSample: () => last, now: () => now });
  });

  it('fails a request at once, without asking', async () => {
    failed('timeout');
    await assert.rejects(ask(), { reason: 'timeout', cause: undefined });
  });

  it('is asked again as soon as the probe is content', async () => {
    failed('timeout');
    await assert.rejects(ask());
    last = { at: now, status: 'healthy', latencyMs: 1 };
    assert.equal((await ask()).length, 1);
  });

  it('is asked all the same while it goes on answering, because then it is the probe that was late', async () => {
    await ask();
    now += 900;
    failed('timeout');
    assert.equal((await ask()).length, 1);
    now += 5_000;
    failed('timeout');
    await assert.rejects(ask());
  });

  it('counts an answer that is an error, too', async () => {
    await assert.rejects(db.query({ text: 'SELECT nope' }), { code: '42703' });
    now += 900;
    failed('timeout');
    assert.equal((await ask()).length, 1);
  });

  it('is asked when it fails otherwise, or when what the probe found is old', async () => {
    for (const error of ['refused', 'busy'] as const) {
      failed(error);
      assert.equal((await ask()).length, 1);
    }
    now += 60_000;
    failed('timeout');
    now += 4_000;
    assert.equal((await ask()).length, 1);
  });
});

describe('isLockTimeout', () => {
  it('knows the SQLSTATE', () => {
    assert(isLockTimeout(Object.assign(new Error('x'), { code: '55P03' })));
    assert(!isLockTimeout(new Error('55P03')));
    assert(!isLockTimeout(undefined));
  });
});

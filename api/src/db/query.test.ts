import assert from 'node:assert/strict';
import type { Pool } from 'pg';
import { HttpProblem } from '../http/problem.ts';
import { createTestDatabase, type TestDatabase } from '../test-support/databases.ts';
import { FaultProxy } from '../test-support/fault-proxy.ts';
import { silentConnectionLog } from '../test-support/log.ts';
import { needs } from '../test-support/services.ts';
import { createPool } from './pool.ts';
import { asProblem, isLockTimeout, query } from './query.ts';

const unavailable = (error: unknown): boolean => {
  assert(error instanceof HttpProblem);
  assert.equal(error.code, 'unavailable');
  assert.equal(error.headers['Retry-After'], '1');
  return true;
};

describe('query', () => {
  needs('database');
  let database: TestDatabase;
  let proxy: FaultProxy;
  let pool: Pool;

  before(async () => {
    database = await createTestDatabase();
    proxy = await FaultProxy.start(database.url);
    const limits = { poolMin: 0, poolMax: 1, statementTimeoutMs: 200, connectionTimeoutMs: 300 };
    pool = createPool({ url: proxy.url, ...limits }, silentConnectionLog);
  });

  after(async () => {
    await pool?.end();
    await proxy?.close();
    await database?.drop();
  });

  it('returns the rows', async () => {
    assert.deepEqual(await query(pool, { text: 'SELECT $1::integer AS x', values: [1] }), [{ x: 1 }]);
  });

  it('answers unavailable when the server refuses, is silent or too slow', async () => {
    await assert.rejects(query(pool, { text: 'SELECT pg_sleep(2)' }), unavailable);
    proxy.hang();
    await assert.rejects(query(pool, { text: 'SELECT 1' }), unavailable);
    await proxy.refuse();
    await assert.rejects(query(pool, { text: 'SELECT 1' }), unavailable);
    await proxy.pass();
    assert.equal((await query(pool, { text: 'SELECT 1' })).length, 1);
  });

  it('answers unavailable when no connection becomes free in time', async () => {
    const busy = await pool.connect();
    await assert.rejects(query(pool, { text: 'SELECT 1' }), unavailable);
    busy.release();
  });

  it('answers unavailable at once when too many wait already', async () => {
    const busy = await pool.connect();
    const waiting = Array.from({ length: 200 }, () => query(pool, { text: 'SELECT 1' }).catch(() => {}));
    await new Promise((resolve) => setImmediate(resolve));
    const start = performance.now();
    await assert.rejects(query(pool, { text: 'SELECT 1' }), unavailable);
    assert(performance.now() - start < 200);
    busy.release();
    await Promise.all(waiting);
  });

  it('leaves mistakes as they are', async () => {
    await assert.rejects(query(pool, { text: 'SELECT nope' }), { code: '42703' });
  });
});

describe('asProblem', () => {
  it('leaves an answer as it is, whatever it says', () => {
    const problem = new HttpProblem('conflict', { detail: 'Command timed out' });
    assert.equal(asProblem(problem), problem);
  });
});

describe('isLockTimeout', () => {
  it('knows the SQLSTATE', () => {
    assert(isLockTimeout(Object.assign(new Error('x'), { code: '55P03' })));
    assert(!isLockTimeout(new Error('55P03')));
    assert(!isLockTimeout(undefined));
  });
});

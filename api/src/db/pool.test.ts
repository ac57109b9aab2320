import assert from 'node:assert/strict';
import { Client, type Pool } from 'pg';
import { createConnectionLog } from '../health/connection-log.ts';
import { createTestDatabase, type TestDatabase } from '../test-support/databases.ts';
import { eventually } from '../test-support/eventually.ts';
import { FaultProxy } from '../test-support/fault-proxy.ts';
import { type CapturedLog, captureLog } from '../test-support/log.ts';
import { needs } from '../test-support/services.ts';
import { createPool } from './pool.ts';
import { warmPool } from './pool-minimum.ts';

describe('the pool', () => {
  needs('database');
  let database: TestDatabase;
  let proxy: FaultProxy;
  let admin: Client;
  let captured: CapturedLog;
  let pool: Pool;

  before(async () => {
    database = await createTestDatabase();
    admin = new Client({ connectionString: database.url });
    await admin.connect();
  });

  after(async () => {
    await admin?.end();
    await database?.drop();
  });

  beforeEach(async () => {
    proxy = await FaultProxy.start(database.url);
    captured = captureLog();
    const limits = { poolMin: 2, poolMax: 4, statementTimeoutMs: 300, connectionTimeoutMs: 500 };
    pool = createPool({ url: proxy.url, ...limits }, createConnectionLog(captured.log, 'database'));
  });

  afterEach(async () => {
    await pool.end();
    await proxy.close();
  });

  const backends = async (): Promise<number> => {
    const { rows } = await admin.query(
      `SELECT count(*)::integer AS count FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'zero-to-running api'`,
    );
    return rows[0].count;
  };

  it('does nothing by itself', () => assert.deepEqual([pool.totalCount, proxy.connections], [0, 0]));

  it('opens the minimum at the start, under a name that the server shows', async () => {
    await warmPool(pool, 2);
    assert.deepEqual([pool.totalCount, pool.idleCount], [2, 2]);
    assert.equal(await backends(), 2);
  });

  it('says why the minimum cannot be opened, and keeps nothing', async () => {
    await proxy.refuse();
    await assert.rejects(warmPool(pool, 2), { code: 'ECONNREFUSED' });
    assert.equal(pool.totalCount, 0);
  });

  it('survives a connection that is cut while another one is still being opened', async () => {
    await warmPool(pool, 1);
    proxy.hang();
    const warming = warmPool(pool, 2);
    await eventually('another one is being opened', () => proxy.connections === 2);
    proxy.cutAll();
    await assert.rejects(warming, { code: 'ECONNRESET' });
    await proxy.pass();
    await eventually('the minimum is open again', () => pool.idleCount === 2);
  });

  it('ends a statement that takes too long', async () => {
    await assert.rejects(pool.query('SELECT pg_sleep(5)'), { code: '57014' });
    assert.deepEqual((await pool.query('SELECT 1 AS one')).rows, [{ one: 1 }]);
  });

  it('gives up waiting for a lock', async () => {
    await admin.query('BEGIN; LOCK TABLE tasks');
    const blocked = pool.query('SELECT count(*) FROM tasks');
    await assert.rejects(blocked, { code: '55P03' });
    await admin.query('ROLLBACK');
  });

  it('gives up on a server that accepts, but says nothing', async () => {
    proxy.hang();
    await assert.rejects(pool.query('SELECT 1'), /timeout/);
  });

  it('gives up on a server that falls silent, and drops the connection', async () => {
    await warmPool(pool, 1);
    proxy.hang();
    await assert.rejects(pool.query('SELECT 1'), /timeout/);
    await proxy.pass();
    await eventually('it works again', () =>
      pool.query('SELECT 1').then(
        () => true,
        () => false,
      ),
    );
  });

  it('does not let more wait than the deadline when all connections are in use', async () => {
    const busy = await Promise.all(Array.from({ length: 4 }, () => pool.connect()));
    await assert.rejects(pool.query('SELECT 1'), /timeout exceeded when trying to connect/);
    for (const client of busy) client.release();
  });

  it('survives lost connections, opens the minimum again, and logs the loss and the recovery once each', async () => {
    await warmPool(pool, 2);
    await proxy.refuse();
    await eventually('the loss is noticed', () => pool.totalCount === 0);
    for (let request = 0; request < 3; request += 1) await assert.rejects(pool.query('SELECT 1'));
    await proxy.pass();
    await eventually('the minimum is open again', () => pool.totalCount === 2 && pool.idleCount === 2);
    assert.deepEqual(captured.messages, ['Lost database; reconnecting', 'database is back']);
    assert.equal(captured.lines[0]?.['reason'], 'refused');
  });

  it('does the same when the server ends its connections', async () => {
    await warmPool(pool, 2);
    await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'zero-to-running api'`,
    );
    await eventually('both are replaced', () => captured.messages.length >= 2 && pool.idleCount === 2);
    assert.equal(await backends(), 2);
  });

  it('does not connect again once it has ended', async () => {
    const ended = createPool(
      { url: proxy.url, poolMin: 2, poolMax: 4, statementTimeoutMs: 300, connectionTimeoutMs: 500 },
      createConnectionLog(captured.log, 'database'),
    );
    await warmPool(ended, 2);
    await ended.end();
    await eventually('nothing is open', () => proxy.connections === 0);
    await new Promise((resolve) => setTimeout(resolve, 150));
    assert.equal(proxy.connections, 0);
    assert.deepEqual(captured.messages, []);
  });
});

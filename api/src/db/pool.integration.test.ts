import assert from 'node:assert/strict';
import { product } from '@app/contract/product';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { Client, type Pool } from 'pg';
import { createConnectionLog } from '../log.ts';
import { createTestDatabase, type TestDatabase } from '../test-support/databases.ts';
import { eventually } from '../test-support/eventually.ts';
import { FaultProxy } from '../test-support/fault-proxy.ts';
import { type CapturedLog, captureLog } from '../test-support/log.ts';
import { needs } from '../test-support/services.ts';
import { createPool } from './pool.ts';
import { warmPool } from './pool.ts';

/** The message that ends the opening of a connection. */
const readyForQuery = Buffer.from('Z\0\0\0\x05I', 'latin1');

/** The message with which the server ends a connection. */
const terminated = (() => {
  const fields = Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection\0\0', 'latin1');
  const head = Buffer.from('E\0\0\0\0', 'latin1');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
})();

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
        WHERE datname = current_database() AND application_name = '${product.name} api'`,
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
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '${product.name} api'`,
    );
    await eventually('both are replaced', () => captured.messages.length >= 2 && pool.idleCount === 2);
    assert.equal(await backends(), 2);
  });

  it('survives a connection that the server ends in the same breath as it opens it', async () => {
    const target = new URL(database.url);
    let ended = 0;
    const server = createServer((near) => {
      const far = connect(Number(target.port), target.hostname);
      near.on('error', () => far.destroy()).on('close', () => far.destroy());
      far.on('error', () => near.destroy()).on('close', () => near.destroy());
      near.on('data', (bytes) => far.write(bytes));
      far.on('data', (bytes) => {
        const opens = ended === 0 && bytes.subarray(-readyForQuery.length).equals(readyForQuery);
        if (opens) ended += 1;
        if (opens) near.end(Buffer.concat([bytes, terminated]));
        else near.write(bytes);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    assert(address !== null && typeof address === 'object');
    const url = new URL(database.url);
    url.hostname = '127.0.0.1';
    url.port = String(address.port);
    const limits = { poolMin: 1, poolMax: 1, statementTimeoutMs: 300, connectionTimeoutMs: 500 };
    const interrupted = createPool({ url: url.href, ...limits }, createConnectionLog(captured.log, 'database'));
    await warmPool(interrupted, 1).catch(() => {});
    assert.equal(ended, 1);
    await eventually('the minimum is open again', () => interrupted.idleCount === 1);
    assert.deepEqual((await interrupted.query('SELECT 1 AS one')).rows, [{ one: 1 }]);
    await interrupted.end();
    server.close();
  });

  it('does not connect again once it has ended', async () => {
    const attempts: number[] = [];
    const ended = createPool(
      { url: proxy.url, poolMin: 2, poolMax: 4, statementTimeoutMs: 300, connectionTimeoutMs: 500 },
      createConnectionLog(captured.log, 'database'),
      async (attempt) => void attempts.push(attempt),
    );
    await warmPool(ended, 2);
    await ended.end();
    await eventually('nothing is open', () => proxy.connections === 0);
    assert.deepEqual(attempts, []);
    assert.deepEqual(captured.messages, []);
  });
});
